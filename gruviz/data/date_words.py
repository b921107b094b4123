"""Names of months in a few languages, and of seasons as climate tables have them."""

MONTHS = (
    ("jan", "ene", "gen"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz", "mrt", "maa"),
    ("apr", "abr", "avr"),
    ("may", "mai", "mei", "mag"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aoû", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "déc", "dez", "dic"),
)
"""How the names of the months begin: English, German, French, Spanish, Italian, Dutch, Portuguese."""
SEASONS = ("DJF", "JFM", "FMA", "MAM", "AMJ", "MJJ", "JJA", "JAS", "ASO", "SON", "OND", "NDJ")
"""Three months each, by the number of the one in the middle."""

_STEMS = sorted(((stem, number) for number, stems in enumerate(MONTHS, 1) for stem in stems), key=lambda s: -len(s[0]))
MONTH = "(?:" + "|".join(stem for stem, _ in _STEMS) + r")[^\W\d_]{0,7}"
"""Pattern of a month's name, abbreviated or not."""


def month_number(name: str) -> int:
    """From 1 to 12; raises ValueError for another word."""
    number = next((number for stem, number in _STEMS if name.lower().startswith(stem)), 0)
    if not number:
        raise ValueError(name)
    return number
