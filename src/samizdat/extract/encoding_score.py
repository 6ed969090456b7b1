"""How much bytes read like a language when decoded by one encoding."""

import re
from collections import Counter

_HAN = (
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於"
    "着著下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天"
    "分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日者意无無力它与與长長把机機十民第公此已工使情"
    "明性知全三又关關点點正业業外将將两兩高间間由问問很最重并物手应應战戰向头頭文体體政美相见見被利什二等产產"
    "或新己制身果加西斯月话話合回特代内內信表化老给給世位次度门門任常先海通教儿兒原东東声聲提立及比员員解水"
    "名真论論处處走义義各入几幾口认認条條平系系气氣题題活尔爾更别別打女变變四神总總何电電数數安少报報才结結"
    "反受目太量再感建务務做接必场場件计計管期市直德资資命山金指克许許统統区區保至队隊形社便空决決治展马馬科"
    "司五基眼书書非则則听聽白却卻界达達光放强強即像难難且权權思王象完设設式色路记記南品住告类類求据據程北边"
)
_HANGUL = (
    "이다는의에가을를한고하지로은도사기서있자대인해과일어리라으시수그전정제나보만부장관주여년었적스아원들월상것했"
    "중구조공비성게국와위신동방경세모오안된유소실무면우진선화당연용까없계말마내던내학회발민통였요두개음간생물문분"
)
_KANA = "".join(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30F7), 0x30FC)))
_KANJI = (
    "日本一人年大十二国会中出時分月行生上三自者業東社同事手見地長場的間合高前対関定発電方立新部経"
)
_CJK_MARKS = "，。、：；？！“”「」『』（）《》・…—"
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґў"
_ARABIC = "اليمنرتبةوعدسفهكقحجشصطخضذثزغءآأإىئؤپچژگکی،؛؟"
_GREEK = "αοιετσνηυρπκμλςωγδβχθφξζψάέήίόύώ"
_HEBREW = "יוהלאתרבשמנחדקעצפטגכסזםןךףץ"
_THAI = "".join(map(chr, (*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F))))
_WESTERN = "éèêëàâäáãåæçñóòôöõøíìîïúùûüßœÄÖÜÉÀÅØÑÇÁÍÓÚ“”‘’–—…«»°·•€£§®©"
_CENTRAL = "ąćęłńóśźżáčďéěíňřšťúůýžľĺŕôäőűöüăâîșțđŁŚŻŽČŠŘÁÉ„”–…"
_TURKISH = "ığşçöüİĞŞÇÖÜâîû’“”–…"

_ALPHABETS = {
    "gb18030": _HAN + _CJK_MARKS,
    "big5hkscs": _HAN + _CJK_MARKS,
    "cp932": _KANA + _KANJI + _CJK_MARKS,
    "euc_jp": _KANA + _KANJI + _CJK_MARKS,
    "cp949": _HANGUL,
    "windows-1251": _RUSSIAN,
    "koi8-r": _RUSSIAN,
    "koi8-u": _RUSSIAN,
    "cp866": _RUSSIAN,
    "iso8859-5": _RUSSIAN,
    "windows-1256": _ARABIC,
    "iso8859-6": _ARABIC,
    "windows-1253": _GREEK,
    "iso8859-7": _GREEK,
    "windows-1255": _HEBREW,
    "iso8859-8": _HEBREW,
    "cp874": _THAI,
    "windows-1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "windows-1254": _TURKISH,
}
_FREQUENT = {name: frozenset(letters) for name, letters in _ALPHABETS.items()}
_ANY_WESTERN = frozenset(_WESTERN)

_LATIN = frozenset({"windows-1252", "windows-1250", "windows-1254", "iso8859-2"})
_WIDE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})

_COMMON_LEADS = {
    "gb18030": range(0xB0, 0xD8),
    "big5hkscs": range(0xA4, 0xC7),
    "cp932": range(0x88, 0x98),
    "euc_jp": range(0xB0, 0xD0),
    "cp949": range(0xB0, 0xC9),
}
"""First bytes of the characters that the standard behind an encoding put first, as common."""
_COMMON = 0.6
"""What a common character counts that is not among the most frequent."""

_LONG_RUN = re.compile(rb"[\x80-\xff]{4,}")
_BESIDE_ASCII = re.compile(rb"[\x80-\xff][a-z]")


def plausibility(sample: bytes, encoding: str) -> float:
    """Return how much *sample* reads like text of *encoding*: near 1 surely, below 0 surely not.

    The share of its characters outside ASCII that are frequent in the encoding's languages, less a
    penalty for what does not decode and for signs that no text has.
    """
    counts = Counter(sample.decode(encoding, "replace"))
    total = broken = 0
    frequent = 0.0
    letters = _FREQUENT.get(encoding, _ANY_WESTERN)
    for character, count in counts.items():
        if character < "\x80":
            continue
        total += count
        if character in letters:
            frequent += count
        elif _is_broken(character):
            broken += count
        elif encoding in _WIDE and _lead(character, encoding) in _COMMON_LEADS[encoding]:
            frequent += _COMMON * count
    if not total:
        return 0.0
    share = frequent / total
    if encoding not in _WIDE and encoding not in _LATIN:
        share = 2 * share - 1  # chance hits half of a small alphabet
    return share - 4 * broken / total - _misplaced(sample, encoding)


def _misplaced(sample: bytes, encoding: str) -> float:
    """Return the share of bytes that stand where the encoding's scripts do not put them.

    Accented letters stand alone among ASCII ones; letters of other alphabets never do.
    """
    if encoding in _WIDE:
        return 0.0
    high = len(sample) - len(sample.decode("ascii", "ignore")) or 1
    if encoding in _LATIN or encoding not in _FREQUENT:
        return sum(len(run[0]) for run in _LONG_RUN.finditer(sample)) / high
    return sum(1 for _ in _BESIDE_ASCII.finditer(sample)) / high


def _lead(character: str, encoding: str) -> int:
    # Two bytes may be two characters, the second of which has no bytes of its own.
    return character.encode(encoding, "replace")[0]


def _is_broken(character: str) -> bool:
    """Return whether no real text has *character*: undecodable, C1 control or private use."""
    return (
        character == "\ufffd" or "\x80" <= character <= "\x9f" or "\ue000" <= character <= "\uf8ff"
    )
