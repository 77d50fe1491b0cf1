"""What a hostile, unlucky or merely careless visitor sends. Each has a name, so that a failure says which it was."""

from __future__ import annotations

IN_ADDRESSES = {
    "nothing": "",
    "blanks": "%20%09%0D%0A",
    "NUL": "%00",
    "NUL inside": "abc%00def",
    "control letters": "%01%02%1B%5B31m%7F%C2%85",
    "half a letter": "%ED%A0%80",
    "the other half": "%ED%BF%BF",
    "both halves": "%ED%A0%BD%ED%B8%80",
    "not UTF-8": "%FF%FE%C0%AF%80",
    "cut off UTF-8": "%F0%9F%98",
    "bare percent": "%",
    "bad percent": "%zz%2",
    "encoded twice": "%253Cscript%253E%2500",
    "turned round": "%E2%80%AEgnp.exe%E2%81%A6x",
    "zero width": "%E2%80%8B%EF%BB%BF%E2%81%A0",
    "emoji": "%F0%9F%91%A9%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7%F0%9F%8F%BD",
    "Welsh and Arabic": "%C5%B5%C5%B7%20%D9%86%D8%B5",
    "marks without end": "Z" + "%CC%81" * 400,
    "markup": "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%3Cimg%20src=x%20onerror=1%3E",
    "template": "{{7*7}}{%25%20raw%20%25}${7*7}%23{7*7}",
    "SQL": "'%20OR%201=1%20--;%20DROP%20TABLE%20listing",
    "LIKE": "%25_%25%5C_",
    "format": "%25s%25n{0}{name.__class__}",
    "line breaks": "a%0D%0ASet-Cookie:%20x=1",
    "path": "..%2F..%2F..%2Fetc%2Fpasswd",
    "evil place": "//evil.example",
    "evil place, backwards": "/%5Cevil.example",
    "evil place, tabbed": "/%09/evil.example",
    "evil place, encoded": "/%252F/evil.example",
    "script address": "javascript:alert(1)",
    "minus one": "-1",
    "nought": "0",
    "past 32 bits": "2147483648",
    "past 64 bits": "9223372036854775808",
    "past any number": "9" * 5000,
    "odd digits": "%C2%B2%D9%A3%E0%AF%AA",
    "exponent": "1e999",
    "not a number": "NaN",
    "search syntax": "%22*%20NEAR(%20OR%20-",
    "more search syntax": "AND%20AND%20NOT%20(%20%5E%20%7Ba%20b%7D:%20%22%22%22",
    "PostgreSQL search syntax": "a%20%26%20!%20%7C%20%3C-%3E%20:*%20'%20%5C",
    "plus signs": "+++++",
    "long": "w" * 100_000,
    "many words": "word+" * 10_000,
    "many full stops": "." * 5_000,
}
"""As they stand in an address, after `name=`."""

PATHS = {name: value for name, value in IN_ADDRESSES.items() if name not in ("nothing", "bare percent", "bad percent")}
"""As they stand in a path; percent signs that mean nothing are tried over a real connection."""

TEXTS = {
    "script": "<script>alert(1)</script>",
    "picture": '"><img src=x onerror=1>',
    "single quotes": "'><svg onload=alert(1)>",
    "template": "{{7*7}}{% raw %}",
    "end of title": "</title><b>x</b>",
    "end of script": "</script><b>x</b>",
    "end of box": "</textarea></select><b>x</b>",
    "comment": "<!--<b>x</b>",
    "end of data": "]]><b>x</b>",
    "entity": "&lt;b&gt;&quot;&#39;",
    "turned round": "a\u202eb\u2066c",
    "NUL": "a\x00b",
    "zero width": "a\u200bb\ufeffc\u2060d",
    "Welsh": "Cân yn y tŷ, dŵr ŵyn ŷd",
    "decomposed": "Can\u0302 ty\u0302",
    "Arabic": "مرحبا بالجميع",
    "emoji": "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🧑🏽‍🦼",
    "formula": "=1+1",
    "another formula": "@SUM(1)|cmd",
    "mail header": "x\r\nBcc: everybody@example.org",
    "backslashes": "a\\b\\nc\\",
    "calendar": "a;b,c:d\nEND:VEVENT",
    "query": "a&b=c#d?e",
}
"""What people may type into any box."""

TEN_THOUSAND_WORDS = " ".join(f"word{number}" for number in range(10_000))
A_MEGABYTE = "x" * (1024 * 1024)
THREE_MEGABYTES = "x" * (3 * 1024 * 1024)
