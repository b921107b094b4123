from gruviz.classroom.codes import FIRST, SECOND, new_code, read_code


def test_a_code_is_two_plain_words_of_more_than_ten_thousand_pairs():
    words = {*FIRST, *SECOND}
    assert len(set(FIRST)) * len(set(SECOND)) > 10_000
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 8 for word in words)
    assert not set(FIRST) & set(SECOND)
    codes = {new_code() for _ in range(50)}
    assert len(codes) > 40
    assert all(read_code(code) == code for code in codes)


def test_a_code_may_be_typed_as_it_was_heard():
    assert {read_code(text) for text in ("Quiet Heron", " quiet-heron\n", "quiet  HERON", "quiet–heron.")} == {
        "quiet-heron"
    }
