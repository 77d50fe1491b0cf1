// What can be wrong with how a page looks, each as a list of words. One expression: looking_closely.py calls its methods.
({
  pieces: "a[href], button, select, textarea, summary, input:not([type=hidden])",

  isSeen(element) {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility === "visible"
      && !element.closest(".hush, .trap, [aria-hidden=true]");
  },

  tell: (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 110),

  labelOf: (element) => element.closest("label") || document.querySelector(`label[for="${CSS.escape(element.id)}"]`),

  // Links in a sentence are spared, as WCAG spares them.
  isInSentence: (element) => element.matches("a") && getComputedStyle(element).display === "inline"
    && [...element.parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()),

  tooSmall(least, leastButton) {
    const faults = [];
    for (const element of document.querySelectorAll(this.pieces)) {
      const ticked = element.matches("[type=checkbox], [type=radio]");
      const target = (ticked && this.labelOf(element)) || element;
      if (!this.isSeen(target) || this.isInSentence(target)) continue;
      const isButton = ticked ? target !== element : target.matches(".btn, button:not(.link), select, textarea, input");
      const { width, height } = target.getBoundingClientRect();
      const needed = isButton ? leastButton : least;
      if (height < needed - 0.5 || width < least - 0.5)
        faults.push(`${Math.round(width)} by ${Math.round(height)}: ${this.tell(target)}`);
    }
    return faults;
  },

  cut() {
    const faults = [];
    for (const element of document.querySelectorAll("body *")) {
      if (!this.isSeen(element) || element.matches("svg *, svg, textarea, select, input, progress")) continue;
      const style = getComputedStyle(element);
      const hides = (overflow) => ["hidden", "clip"].includes(overflow);
      const loses = (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
        || (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
      const isOff = element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".scroll");
      if (loses || isOff) faults.push(`${loses ? "cut" : "off the side"}: ${this.tell(element)}`);
    }
    return faults.slice(0, 8);
  },

  sideways() {
    const tooWide = document.documentElement.scrollWidth - innerWidth;
    return tooWide > 0 ? [`it scrolls sideways by ${tooWide} pixels`] : [];
  },

  // A ring around the piece itself, or around what stands for it: its label, or the box drawn beside a hidden tick.
  unseenFocus() {
    const faults = [];
    const hasRing = (element) => {
      const style = getComputedStyle(element);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    };
    for (const element of document.querySelectorAll(this.pieces)) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest(".trap, [aria-hidden=true]")) continue;
      element.focus({ focusVisible: true, preventScroll: true });
      if (document.activeElement !== element) continue;
      const label = element.closest("label");
      const around = [element, element.nextElementSibling, label, label?.querySelector("span")].filter(Boolean);
      if (!around.some(hasRing)) faults.push(this.tell(element));
    }
    document.activeElement.blur();
    return faults;
  },

  wrongOrder() {
    // The list of what to mend stands before the heading, where it is met first.
    const headings = [...document.querySelectorAll("main :is(h1, h2, h3, h4):not(.errors *)")];
    const faults = headings[0]?.matches("h1") ? [] : [`the first heading is ${headings[0]?.outerHTML.slice(0, 80)}`];
    headings.reduce((before, heading) => {
      const level = Number(heading.tagName[1]);
      if (level > before + 1) faults.push(`level ${level} follows level ${before} at “${heading.textContent.trim()}”`);
      return level;
    }, 1);
    return faults;
  },

  // The content policy forbids <style>; a sheet adopted by script is not one.
  dress(css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = css ? [sheet] : [];
  },

  unfold() {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  },
})
