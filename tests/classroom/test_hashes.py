from gruviz.classroom.hashes import among, hashed, new_salt, new_secret


def test_a_secret_has_one_hash_in_each_class_and_does_not_stand_in_it():
    secret, salts = new_secret(), [new_salt(), new_salt()]
    marks = [hashed(secret, salt) for salt in salts]
    assert len({secret, new_secret(), *marks}) == 4
    assert hashed(secret, salts[0]) == marks[0]
    assert {len(mark) for mark in marks} == {64}
    assert secret not in marks[0]


def test_a_hash_is_found_among_others():
    assert among("b", ["a", "b"])
    assert not among("b", ["a", "bb", ""])
    assert not among("", [])
