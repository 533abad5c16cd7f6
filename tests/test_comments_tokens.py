import spacy

from npsanalysis import read_corpus
from npsanalysis.comments import tokens
from npsanalysis.comments.tokens import Tokens, plain, read_tokens

ODD = [
    "", " \n\t ", "  deux\n\nlignes \u00a0 ici ", "a:) b !!! :-( ok", "l'eau qu'on n'a", "don't\u2028can't", "x" * 250,
    "\x00", "can not", ";-) ;-)", "p. ex. 3 p.m.", "http://a.fr/b?c d@e.fr", "mais...non", "  fin",
]  # fmt: skip


def one_by_one(texts: list[str], lang: str) -> list[tuple[int, int, int, str]]:
    reader = tokens._blank(lang)
    return [
        (row, token.idx, token.idx + len(token), form)
        for row, text in enumerate(texts)
        for token in reader.tokenizer(text)
        if not token.is_space and (form := tokens.plain(token.text))
    ]


def listed(found: Tokens) -> list[tuple[int, int, int, str]]:
    words = [found.words[number] for number in found.word]
    return list(zip(found.row.tolist(), found.start.tolist(), found.end.tolist(), words, strict=True))


def test_texts_are_read_together_as_each_alone() -> None:
    for lang in ("fr", "en"):
        short = [text for text in ODD if len(text) < tokens.LONGEST_RUN]
        texts = short + read_corpus(lang, writers=("gold",)).drop_duplicates("comment_id")["comment"].tolist()
        assert listed(read_tokens(texts, lang)) == one_by_one(texts, lang)


def test_a_passed_pipeline_reads_the_same() -> None:
    pipeline = tokens._blank("en")
    assert listed(read_tokens(ODD, "en", {"en": pipeline})) == listed(read_tokens(ODD, "en"))
    spaced = spacy.blank("en")
    spaced.add_pipe("sentencizer")
    assert read_tokens(["One. Two", "Three"], "en", spaced).sentence.tolist() == [True, False, True, True]


def test_words_glued_together_are_parted() -> None:
    [words] = read_tokens(["vos plantes!!!très beau.merci choix+prix prix?oui jetrouve jen'ai"], "fr").forms(1)
    assert " ".join(words) == "vos plantes !! tres beau . merci choix + prix prix ? oui je trouve je n ai"
    [words] = read_tokens(["slow service.Never again,wait...then"], "en").forms(1)
    assert " ".join(words) == "slow service . never again , wait ... then"


def test_what_only_looks_glued_stays_whole() -> None:
    whole = ["c?ur", "jeune", "jeton", "jetable", "jeudi", "jenny", "amazon.fr", "a.b@c.fr", "s.a.v", "5.50", "24/7"]
    assert read_tokens(whole, "fr").forms(len(whole)) == [[word] for word in whole]


def test_no_texts_have_no_tokens() -> None:
    assert listed(read_tokens([], "fr")) == []
    assert listed(read_tokens(["", " "], "fr")) == []


def test_drawn_out_signs_are_short_ones() -> None:
    assert [plain(word) for word in ("!!!!", "???", "......", "……", "..", "!")] == ["!!", "??", "...", "...", "..", "!"]
    assert [plain(word) for word in (".NET", ".Très")] == [".net", ".tres"]
