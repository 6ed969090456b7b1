from samizdat.store import Store


def test_a_setting_is_empty_until_it_is_put_and_then_what_was_put_last(store: Store) -> None:
    assert store.setting("publication") == ""
    for value in ("held", "", "港口 \ud800"):
        store.put_setting("publication", value)
    assert store.setting("publication") == "港口 \ufffd"
    assert store.setting("other") == ""
