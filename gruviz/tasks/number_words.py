"""Numbers from 1 to 99,999 as English and French words, and back.

The rules are those of British English ("one hundred and one") and of French as in France ("quatre-vingt-dix"), with
hyphens left out: a sentence is a tuple of words.
"""

from gruviz.validation import InvalidValue

LARGEST = 99_999
NumberWords = tuple[str, ...]

# fmt: off
_EN_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_EN_TENS = (
    "zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)
_FR_ONES = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize",
)
_FR_TENS = (
    "zéro", "dix", "vingt", "trente", "quarante", "cinquante", "soixante",
)
# fmt: on


def english(number: int) -> NumberWords:
    """As in "one thousand two hundred and thirty four"."""
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _english_below_thousand(rest)
    joint: NumberWords = ("and",) if 0 < rest < 100 else ()
    return *_english_below_thousand(thousands), "thousand", *joint, *(_english_below_thousand(rest) if rest else ())


def _english_below_thousand(number: int) -> NumberWords:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _english_below_hundred(rest)
    tail = ("and", *_english_below_hundred(rest)) if rest else ()
    return _EN_ONES[hundreds], "hundred", *tail


def _english_below_hundred(number: int) -> NumberWords:
    if number < 20:
        return (_EN_ONES[number],)
    tens, ones = divmod(number, 10)
    return (_EN_TENS[tens], _EN_ONES[ones]) if ones else (_EN_TENS[tens],)


def french(number: int) -> NumberWords:
    """As in "mille deux cent trente quatre"; vingt and cent have an s where they end the number."""
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _french_below_thousand(rest, ends=True)
    many = () if thousands == 1 else _french_below_thousand(thousands, ends=False)
    return *many, "mille", *(_french_below_thousand(rest, ends=True) if rest else ())


def _french_below_thousand(number: int, *, ends: bool) -> NumberWords:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _french_below_hundred(rest, ends=ends)
    many = () if hundreds == 1 else (_FR_ONES[hundreds],)
    if not rest:
        return *many, "cents" if many and ends else "cent"
    return *many, "cent", *_french_below_hundred(rest, ends=ends)


def _french_below_hundred(number: int, *, ends: bool) -> NumberWords:
    if number <= 16:
        return (_FR_ONES[number],)
    tens, ones = divmod(number, 10)
    if number >= 80:
        if number == 80:
            return "quatre", "vingts" if ends else "vingt"
        return "quatre", "vingt", *_french_below_hundred(number - 80, ends=ends)
    if tens == 7:
        return "soixante", *(("et",) if ones == 1 else ()), *_french_below_hundred(number - 60, ends=ends)
    if not ones:
        return (_FR_TENS[tens],)
    joint: NumberWords = ("et",) if ones == 1 and tens > 1 else ()
    return _FR_TENS[tens], *joint, _FR_ONES[ones]


def word_for_word(number: int) -> NumberWords:
    """What a dictionary makes of the English: French, but for seventies, nineties, "et", "s" and "un cent"."""
    dictionary = {english(n): french(n) for n in (*range(1, 20), *range(20, 100, 10))}
    dictionary |= {("hundred",): ("cent",), ("thousand",): ("mille",), ("and",): ()}
    return tuple(word for english_word in english(number) for word in dictionary[english_word,])


def parse_number(text: str) -> int:
    """Read digits or English words, as someone types them: "4,271", "4 271", "Forty-two", "forty two".

    Raises:
        GruvizError: If it is neither, or outside 1 to 99,999.
    """
    allowed = f"a whole number from 1 to {LARGEST:,}, in digits or English words"
    sentence = f"I can translate whole numbers from 1 to {LARGEST:,}, in digits or in English words."
    plain = "".join(text.split()).replace(",", "").replace("'", "")
    if plain.isascii() and plain.isdigit() and len(plain) <= 9:
        number = int(plain)
    else:
        number = _read_english(text.lower().replace("-", " ").replace(",", " ").split())
    if not 1 <= number <= LARGEST:
        raise InvalidValue("number", text, allowed, sentence)
    return number


def _read_english(words: list[str]) -> int:
    """The number that has these words; 0 if none has. "and" may be left out, and "a" stands for one."""
    total = part = 0
    words = ["one" if word == "a" else word for word in words if word != "and"]
    for word in words:
        if word in _EN_ONES[1:]:
            part += _EN_ONES.index(word)
        elif word in _EN_TENS[2:]:
            part += 10 * _EN_TENS.index(word)
        elif word == "hundred":
            part *= 100
        elif word == "thousand":
            total, part = 1000 * part, 0
        else:
            return 0
    number = total + part
    # The sum alone would also take "forty forty" or "twenty eleven".
    is_number = 1 <= number <= LARGEST and [word for word in english(number) if word != "and"] == words
    return number if is_number else 0
