"""`outlets.profile_text`: the text of a new profile, and of a design that is added to one."""

from gemascraper.outlets import loading
from gemascraper.outlets.profile import Selectors
from gemascraper.outlets.profile_text import Fact, profile, with_design


def test_a_profile_says_why_and_what_is_guessed():
    facts = [
        Fact("name", 'Koran "Kita"', "og:site_name", guessed=False),
        Fact("stories", [r"^/\d{5,}/", "^/it's/"], "3 of 3"),
        Fact("discovery.feeds", ["/feed/"], "read", guessed=False),
    ]
    text = profile(["Koran Kita."], facts)
    outlet = loading.parse(text, "koran", "koran.toml")
    assert (outlet.name, outlet.stories) == ('Koran "Kita"', (r"^/\d{5,}/", "^/it's/"))
    assert (outlet.unproven, outlet.discovery.feeds) == (("stories",), ("/feed/",))
    assert "# og:site_name" in text


def test_a_new_design_stands_first_and_leaves_the_rest_as_it_is():
    old = '# mine\nname = "K"   # so\n\n[[designs]]  # the old look\nname = "lama"\n\n[expect]\narticles = 3\n'
    new = with_design(old, "baru", Selectors(body=(".isi",)), ["learned"], {"byline": ".penulis"})
    outlet = loading.parse(new, "k", "k.toml")
    assert [(design.name, design.selectors.body) for design in outlet.designs] == [("baru", (".isi",)), ("lama", ())]
    head, _, tail = old.partition("[[designs]]")
    assert new.startswith(head)
    assert new.endswith("[[designs]]" + tail)
    assert '# byline = [".penulis"]' in new
