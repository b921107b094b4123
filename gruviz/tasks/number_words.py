"""Numbers from 1 to 99,999 as English, French and German words, and English back.

The rules are those of British English ("one hundred and one"), of French as in France ("quatre-vingt-dix"), with
hyphens left out, and of German, which is written in one piece ("einundzwanzigtausend") but spoken in several: a
sentence is a tuple of words, and a German one of the parts that are heard (ein, und, zwanzig, tausend).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
_DE_ONES = (
    "null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
)
_DE_TENS = (
    "null", "zehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig",
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


def german(number: int) -> NumberWords:
    """As in "ein tausend zwei hundert vier und dreißig": ones before tens; only the last word can be "eins"."""
    thousands, rest = divmod(number, 1000)
    said = (*_german_below_thousand(thousands), "tausend") if thousands else ()
    said = (*said, *_german_below_thousand(rest))
    return (*said[:-1], "eins") if said[-1] == "ein" else said


def _german_below_thousand(number: int) -> NumberWords:
    hundreds, rest = divmod(number, 100)
    many = (_DE_ONES[hundreds], "hundert") if hundreds else ()
    return *many, *(_german_below_hundred(rest) if rest else ())


def _german_below_hundred(number: int) -> NumberWords:
    if number < 20:
        return (_DE_ONES[number],)
    tens, ones = divmod(number, 10)
    return (_DE_ONES[ones], "und", _DE_TENS[tens]) if ones else (_DE_TENS[tens],)


@dataclass(frozen=True)
class Tongue:
    """A language that English numbers are translated into.

    Args:
        title: Its name in English.
        say: The words of a number.
        dictionary: What each English word is by itself.
        space: What is written between two words.
    """

    title: str
    say: Callable[[int], NumberWords]
    dictionary: Mapping[str, NumberWords]
    space: str

    def word_for_word(self, number: int) -> NumberWords:
        """What the dictionary makes of the English, one word after the other."""
        return tuple(word for english_word in english(number) for word in self.dictionary[english_word])


def _dictionary(say: Callable[[int], NumberWords], **others: NumberWords) -> Mapping[str, NumberWords]:
    """The words of one to twenty and of the tens as they are said alone, and others."""
    return {english(n)[0]: say(n) for n in (*range(1, 20), *range(20, 100, 10))} | others


TONGUES: Mapping[str, Tongue] = {
    "french": Tongue("French", french, _dictionary(french, hundred=("cent",), thousand=("mille",), **{"and": ()}), " "),
    "german": Tongue(
        "German",
        german,
        _dictionary(german, hundred=("hundert",), thousand=("tausend",), **{"and": (), "one": ("ein",)}),
        "",
    ),
}
"""By key. The dictionaries leave out "and", which neither language says there; French misses seventies, nineties,
"et", "s" and "un cent" in this way, German all numbers with tens and ones, whose order turns round, and a last "eins"
("ein", as before hundreds and thousands, is right more often)."""


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
