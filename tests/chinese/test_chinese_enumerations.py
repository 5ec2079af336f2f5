"""Named enumerations are found with the members that the text gives them, and with none where it
gives none.
"""

import pytest
from duben.chinese import labels, outline
from duben.chinese.enumerations import finding, inline_lists, terms
from duben.chinese.enumerations.finding import DocumentFindings
from duben.chinese.enumerations.member_rules import Passage
from duben.chinese.outline import OutlineStep
from growth import grows_evenly


def passages(*texts: str) -> list[Passage]:
    """A passage for each text; "# " marks a heading."""
    plain = [text.removeprefix("# ") for text in texts]
    heads = [text.startswith("# ") for text in texts]
    read = [labels.read_label(text) for text in plain]
    levels = outline.outline_levels(
        [
            OutlineStep(label, int(head), whole="。" in text)
            for label, head, text in zip(read, heads, plain, strict=True)
        ]
    )
    return [
        Passage(str(n), *rest)
        for n, rest in enumerate(zip(plain, read, levels, heads, strict=True))
    ]


def find(*texts: str) -> DocumentFindings:
    return finding.find_enumerations(passages(*texts))


def listed(*texts: str) -> dict[str, list[str]]:
    """Terms with their members."""
    return {one.term: list(one.members) for one in find(*texts).enumerations}


@pytest.mark.parametrize(
    ("term", "count"),
    [
        ("两个确立", 2),
        ("六个园", 6),
        ("两园两路", 4),
        ("三主干一支线", 4),
        ("一带一路", 2),
        ("双线联动", 2),
        ("四风", 4),
        ("五位一体", 5),
        ("两学一做", 3),
        ("双随机、一公开", 3),
        ("两不愁三保障", 5),
        ("两个一百年", 2),
        ("十四个坚持", 14),
        ("五个一工程", 5),
        ("三证合一", 3),
        ("一枢纽四中心", 5),
        ("双一流", 2),
        ("2个确立", 2),
        ("兩個確立", 2),
        ("双学双比", 4),
        ("收支两条线", 2),
        ("三个更好照看", 3),
        ("二十四个字", 24),
        ("三来一补", 4),
        ("八荣八耻", 16),
        ("三和一少", 4),
        ("双语", 2),
        ("双千工程", 2),
        ("双百双新", 4),
        ("一岗双责", 3),
        ("一河两岸", 3),
        ("三名", 3),
        ("三个500强", 3),
        ("四零服务", 4),
        ("四维支撑", 4),
        ("五篇大文章", 5),
        ("十大提升工程", 10),
        ("一章两规六一流", 9),
        ("两手抓，两手都要硬", 2),
        ("双核带动、四维支撑", 6),
        ("一张网络+三级平台", 4),
        ("护林三问", 3),
        ("新四馆", 4),
        ("城市双修", 2),
        ("学校企业两主体", 2),
        ("中小学双名双特工程", 4),
        ("护林修渠50条", 50),
    ],
)
def test_quoted_expression_counts(term: str, count: int) -> None:
    assert [(one.text, one.count) for one in terms.quoted_terms(f"落实“{term}”要求")] == [
        (term, count)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "十四五",
        "十一五",
        "二十大",
        "一盘棋",
        "一把手",
        "一子活全盘",
        "三届二次",
        "三年行动",
        "百年",
        "九二共识",
        "二维码",
        "五花八门",
        "两张皮",
        "一企一策",
        "一网通办",
        "七七事变",
        "党的二十大",
        "举一反三",
        "撒向四方",
        "绿满八桂",
        "全省双拥模范城",
        "一院一专班",
        "零零后",
        "两件大事，都要办好",
        "211工程",
        "12345",
        "五四运动",
        "九五",
        "第一方阵",
        "千方百计",
        "水火",
        "三分之二",
        "三孩",
        "四不像",
        "一事一议、一网统管",
        "四舍五入",
        "四面楚歌",
        "三顾茅庐",
        "三、经营收入",
    ],
)
def test_quoted_expression_counts_nothing(text: str) -> None:
    assert not [one for one in terms.quoted_terms(f"落实“{text}”要求") if terms.is_named(one)]


@pytest.mark.parametrize(
    ("text", "term", "count"),
    [
        ("修路实行“1+3+N”办法。", "1+3+N", 4),
        ("茶厂推广“5+2”模式，15+21不算。", "5+2", 7),
        ("山村坚持“八八战略”。", "八八战略", 16),
        ("茶农靠“四千四万”走天下。", "四千四万", 8),
        ("今年茶叶、竹器“双倍增”。", "双倍增", 2),
    ],
)
def test_a_name_of_figures_counts_them_all(text: str, term: str, count: int) -> None:
    [one] = find(text).enumerations
    assert (one.term, one.count, len(one.mentions)) == (term, count, 1)


@pytest.mark.parametrize(
    "name", ["1+1", "4+0", "八八五战略", "八八规划", "三三制", "三千三千", "双倍", "十五五规划"]
)
def test_a_name_of_figures_that_counts_nothing(name: str) -> None:
    assert not find(f"山村讲“{name}”。").enumerations


@pytest.mark.parametrize(
    ("text", "term", "members"),
    [
        # before the term
        ("加快打造东岸码头、西岸仓库“两大基地”。", "两大基地", ["东岸码头", "西岸仓库"]),
        (
            "要打造东岸码头、西岸仓库和北坡果园“三大基地”。",
            "三大基地",
            ["东岸码头", "西岸仓库", "北坡果园"],
        ),
        (
            "建成东岸甲、西岸乙“两大基地”和建设最好的菜市、书店、公园、礼堂“两市两园”。",
            "两市两园",
            ["最好的菜市", "书店", "公园", "礼堂"],
        ),
        (
            "重点要在打造码头、构建环线、推动造林上发挥“三个示范”作用。",
            "三个示范",
            ["打造码头", "构建环线", "推动造林"],
        ),
        ("把好水闸、电闸两道闸门。", "两道闸门", ["水闸", "电闸"]),
        ("打好水渠疏浚和山路修补两场硬仗。", "两场硬仗", ["水渠疏浚", "山路修补"]),
        ("更好统筹坡上坡下两个工地。", "两个工地", ["坡上", "坡下"]),
        ("把握“早”“快”两个关键词。", "两个关键词", ["早", "快"]),
        ("围绕“修路兴村、种果富村”两大战略。", "两大战略", ["修路兴村", "种果富村"]),
        ("茶河、米河、豆河（以下简称“三河”）。", "三河", ["茶河", "米河", "豆河"]),
        ("资料分为图、文两大门。", "两大门", ["图", "文"]),
        (
            "推动修路提速、架桥提速、通水提速“三个提速”。",
            "三个提速",
            ["修路提速", "架桥提速", "通水提速"],
        ),
        ("重申不误时、不误工、不误农“三不”规矩。", "三不", ["不误时", "不误工", "不误农"]),
        (
            "面对河水上涨、道路中断、粮食短缺三重困难。",
            "三重困难",
            ["河水上涨", "道路中断", "粮食短缺"],
        ),
        ("处理好人与山、路与河、新与旧三对关系。", "三对关系", ["人与山", "路与河", "新与旧"]),
        ("有序推进茶园、果园等两大园区建设。", "两大园区", ["茶园", "果园"]),
        ("辽水、沂水、汶水三大工程取得进展。", "三大工程", ["辽水", "沂水", "汶水"]),
        ("本乡工作分山上、山下、河边三个层面。", "三个层面", ["山上", "山下", "河边"]),
        (
            "我们队面临缺水考验、缺粮考验、道路中断考验“三大考验”。",
            "三大考验",
            ["缺水考验", "缺粮考验", "道路中断考验"],
        ),
        ("本乡对林业、牧业和副业三个行业作了规划。", "三个行业", ["林业", "牧业", "副业"]),
        ("健全自学、互学、评学相结合的“三学”制度。", "三学", ["自学", "互学", "评学"]),
        ("建设一支懂林业、爱山村的“一懂一爱”队伍。", "一懂一爱", ["懂林业", "爱山村"]),
        ("林业、牧业和副业是山区经济的三个支柱。", "三个支柱", ["林业", "牧业", "副业"]),
        ("宣传《林业法》《草原法》两部法律。", "两部法律", ["《林业法》", "《草原法》"]),
        ("东乡、西乡两市开展试点。", "两市", ["东乡", "西乡"]),
        # behind the term
        (
            "做到“三统一分”（统一买种、统一浇水、统一收割，分户保管）。",
            "三统一分",
            ["统一买种", "统一浇水", "统一收割", "分户保管"],
        ),
        (
            "“三改一拆”指改水渠、改旱田、改猪圈和拆危房。",
            "三改一拆",
            ["改水渠", "改旱田", "改猪圈", "拆危房"],
        ),
        (
            "“两多两少”：下田多了、开会少了，实干多了、空谈少了。",
            "两多两少",
            ["下田多了", "开会少了", "实干多了", "空谈少了"],
        ),
        ("奉行两手办法，一手是借粮，一手是开荒。", "两手办法", ["借粮", "开荒"]),
        (
            "包括两个方面：一方面是修路、架桥。路要修好。另一方面是通水。",
            "两个方面",
            ["修路、架桥", "通水"],
        ),
        ("分两个阶段：第一阶段，修路；第二阶段，架桥。", "两个阶段", ["修路", "架桥"]),
        ("牢记“两个务必”，务必早种，务必早收。", "两个务必", ["务必早种", "务必早收"]),
        (
            "本规定所称“三公”开支，是指因公吃饭费、公车费、公款接待费。",
            "三公",
            ["因公吃饭费", "公车费", "公款接待费"],
        ),
        (
            "有下列三种情形之一的：（一）误时；（二）误工；（三）误农。",
            "三种情形",
            ["误时", "误工", "误农"],
        ),
        ("做到“三同”（同吃、同住、同劳动）。", "三同", ["同吃", "同住", "同劳动"]),
        ("落实“两查一改”制度（查账、查物、改错）。", "两查一改", ["查账", "查物", "改错"]),
        ("实行“三同”（新人与老人同吃、同住、同劳动）。", "三同", ["同吃", "同住", "同劳动"]),
        (
            "搞好“三河两湖”（茶河米河豆河、东湖西湖）。",
            "三河两湖",
            ["茶河", "米河", "豆河", "东湖", "西湖"],
        ),
        (
            "打造“三个区”：即山上的林区、山下的茶区、河边的菜区。其他以后再说。",
            "三个区",
            ["山上的林区", "山下的茶区", "河边的菜区"],
        ),
        ("坚持“三早”，即早种、早管、早收，争取丰产。", "三早", ["早种", "早管", "早收"]),
        (
            "提出“三严两实”：严选种、严施肥、严用水，账目要实、产量要实。",
            "三严两实",
            ["严选种", "严施肥", "严用水", "账目要实", "产量要实"],
        ),
        (
            "要处理好三大关系，即人与山的关系、路与河的关系、新与旧的关系。",
            "三大关系",
            ["人与山的关系", "路与河的关系", "新与旧的关系"],
        ),
        ("三项任务是修路、架桥和通水。", "三项任务", ["修路", "架桥", "通水"]),
        (
            "抓好三件事：一是修好山路，便利出行。二是架桥。三是通水。",
            "三件事",
            ["修好山路", "架桥", "通水"],
        ),
        (
            "主要抓三个方面。第一，修路；第二，架桥；第三，通水。",
            "三个方面",
            ["修路", "架桥", "通水"],
        ),
        ("全文分三部分：一、修路；二、架桥；三、通水。", "三部分", ["修路", "架桥", "通水"]),
        # words, not characters
        ("书刊分成人版、少年版、幼儿版三个版本。", "三个版本", ["成人版", "少年版", "幼儿版"]),
        (
            "镇委、镇政府要求各村做到人员到位、物资到位、措施到位“三到位”。",
            "三到位",
            ["人员到位", "物资到位", "措施到位"],
        ),
        ("其中茶岭、松岭和竹岭三个乡已经通水。", "三个乡", ["茶岭", "松岭", "竹岭"]),
        ("水利站部署、指挥清淤、修堤、备料三大战役。", "三大战役", ["清淤", "修堤", "备料"]),
        ("中国、法国两国总理出席。", "两国", ["中国", "法国"]),
        ("工程包括清淤、修堤和备料、抢险两大类。", "两大类", ["清淤、修堤", "备料、抢险"]),
        (
            "本村有三种办法可以选择：一是清淤；二是修堤；三是备料。",
            "三种办法",
            ["清淤", "修堤", "备料"],
        ),
        # the number outside the quotation marks, or inside them behind a word
        (
            "做到三个“最早”：一是最早清淤；二是最早修堤；三是最早备料。",
            "三个“最早”",
            ["最早清淤", "最早修堤", "最早备料"],
        ),
        ("必须“吃透两头”，一头是水情，一头是民情。", "吃透两头", ["水情", "民情"]),
        # a list in quotation marks in front of a term in them
        (
            "推广“自己清淤、自己修堤、自己备料”的“三自”办法。",
            "三自",
            ["自己清淤", "自己修堤", "自己备料"],
        ),
        # looking back
        (
            "一是要清淤。各村都要动手。二是要修堤。三是要备料。以上三方面的工作要抓紧。",
            "三方面的工作",
            ["清淤", "修堤", "备料"],
        ),
        (
            "困难主要是劳力不够、经费不足；天气不好。这两个问题要解决。",
            "两个问题",
            ["劳力不够、经费不足", "天气不好"],
        ),
        (
            "“三个抓紧”概括了今年工作的主要内容：抓紧清淤；抓紧修堤、备料；抓紧排险。",
            "三个抓紧",
            ["抓紧清淤", "抓紧修堤、备料", "抓紧排险"],
        ),
        (
            "提出“三条规范”：第一条 按时清淤，不误农时。第二条 按图修堤。第三条 按量备料。",
            "三条规范",
            ["按时清淤", "按图修堤", "按量备料"],
        ),
        ("包括清淤、修堤和备料等3部分。", "3部分", ["清淤", "修堤", "备料"]),
        # long items are called by their first clause
        (
            "抓好三个方面的工作："
            + "；".join(
                f"{one}，" + "各村都要组织人力物力按期完成不得拖延" * 4
                for one in ("清淤", "修堤", "备料")
            )
            + "。",
            "三个方面的工作",
            ["清淤", "修堤", "备料"],
        ),
    ],
)
def test_members_in_a_paragraph(text: str, term: str, members: list[str]) -> None:
    assert listed(text)[term] == members


@pytest.mark.parametrize(
    "text",
    [
        "大家牢记“两个坚守”、坚决做到“两个不忘”。",
        "推动全面、准确、及时“三知”。",
        "抓好河水治理、空气治理和工地“三废”治理。",
        "重点实施交通、水利等十大工程。",
        "镇里提出“两早”办法、“两勤”“两多”目标和“三个不忘”等要求。",
        "坚持修路、架桥，落实“三项制度”。",
        "落实“五个中心”建设。",
        "落实“三同”（同吃、同住）。",
    ],
)
def test_no_members_where_the_text_lists_none(text: str) -> None:
    assert set(map(tuple, listed(text).values())) <= {()}


@pytest.mark.parametrize(
    "text",
    [
        "达到一箭三雕的目的：清淤、修堤、备料。",
        "甲镇同乙镇结对是两镇多年的愿望。",
        "电视台和广播站对这两项活动作了报道。",
        "水利站与林业站签署了两项协议。",
        "问题有两个：一是缺水；二是缺粮。",
        "甲村、乙村等单位参加的两项活动。",
        "培养、使用两用人才。",
        "张三、李四两名同志。",
        "今年春、夏两年。",
        "来了三四个人。",
        "去过东山、北河、莫三尔林。",
        "全村有3个组、5个队。",
        "抓好以下三项工作。",
        "修路、架桥、通水两大任务。",
        "第三个方面。",
        "认真看清和妥善处理两类问题。",
    ],
)
def test_number_without_its_list_is_no_term(text: str) -> None:
    assert listed(text) == {}


def test_members_stand_in_the_paragraphs_below() -> None:
    assert listed(
        "会议提出三个方面的具体要求：",
        "（一）要修路架桥。路要平。",
        "（二）要通水。",
        "（三）要种树，种好树。",
    ) == {"三个方面的具体要求": ["修路架桥", "通水", "种树"]}


def test_members_stand_in_the_headings_below() -> None:
    assert listed(
        "# 一、加快打造“三个区”", "（一）林区", "林多。", "（二）茶区", "（三）菜区", "# 二、附则"
    ) == {"三个区": ["林区", "茶区", "菜区"]}


def test_members_stand_in_a_run_across_paragraphs() -> None:
    assert listed(
        "我就其中两个方面的目标作说明：", "一是关于修路问题。路要平。", "二是关于架桥问题。桥要稳。"
    ) == {"两个方面的目标": ["关于修路问题", "关于架桥问题"]}


def test_members_stand_in_plain_paragraphs_below_a_short_heading() -> None:
    assert listed(
        "3.落实两项制度。",
        "落实值班制度。每天有人。",
        "完善“两查”（查账、查物）制度。账要清。",
        "4.附则。",
    ) == {
        "两项制度": ["落实值班制度", "完善“两查”（查账、查物）制度"],
        "两查": ["查账", "查物"],
    }


def test_members_stand_in_paragraphs_built_alike() -> None:
    assert listed(
        "对三类片区制定政策。",
        "在山上片区，要种树。",
        "在山下片区，要种茶。",
        "在河边片区，要种菜。",
        "# 二、附则",
    ) == {"三类片区": ["山上片区", "山下片区", "河边片区"]}


def test_members_stand_behind_dashes() -> None:
    assert listed(
        "要把握三条原则：", "——先修路。路要平。", "——后架桥。", "——再通水。", "此外没有。"
    ) == {"三条原则": ["先修路", "后架桥", "再通水"]}


@pytest.mark.parametrize(
    "text",
    [
        "以和茶园为两个重点。",
        "“三馆”：新修的、茶馆、书馆的、。",
        "把、和为两项重点，即、、三项。",
        "在、、和三个方面。",
    ],
)
def test_lists_with_nothing_between_their_marks_list_nothing(text: str) -> None:
    assert all(all(one.members) for one in find(text).enumerations)


def test_term_is_named_here_and_listed_there() -> None:
    assert listed(
        "今年更好照看村东村西，更好照看老人和孩子，更好照看山和水。", "大家做到“三个更好照看”。"
    ) == {"三个更好照看": ["更好照看村东村西", "更好照看老人和孩子", "更好照看山和水"]}


def test_open_list_is_known_as_open() -> None:
    [one] = find("坚持“四学”（学栽树、学修路等）。").enumerations
    assert (one.members, one.open, one.count) == (("学栽树", "学修路"), True, 4)


def test_every_place_is_a_mention_but_not_inside_a_longer_term() -> None:
    [short, long] = find(
        "建设“两地”。", "建设“两心两地”。", "两地的事。", "“两地”好。"
    ).enumerations
    assert [(one.passage, one.start) for one in short.mentions] == [(0, 3), (3, 1)]
    assert [(one.passage, one.start) for one in long.mentions] == [(1, 3)]


def test_digits_and_characters_are_one_term() -> None:
    [one] = find("做到“两个坚守”。", "做到2个坚守。", "做到“二个坚守”。").enumerations
    assert (one.term, len(one.mentions)) == ("两个坚守", 3)


def test_every_finding_tells_its_rule_and_its_characters() -> None:
    [one] = find("把好水闸、电闸两道闸门。").enumerations
    assert one.evidence is not None
    assert (one.evidence.rule, [(at.start, at.end) for at in one.evidence.mentions]) == (
        "in_front",
        [(2, 7)],
    )


def test_other_members_at_another_place_are_kept() -> None:
    [one] = find(
        "坚持“三早”（早种、早管、早收）。", "坚持“三早”（早起、早睡、早读）。"
    ).enumerations
    assert [(other.rule, other.members) for other in one.others] == [
        ("in_brackets", ("早起", "早睡", "早读"))
    ]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("抓好三项任务：一是修路；二是架桥。",), [("三项任务", 3, 2)]),
        (("抓好三项任务：", "（一）修路。", "（二）架桥。"), [("三项任务", 3, 2)]),
        (("做到“五同”（同吃、同住、同学、同劳动）。",), [("五同", 5, 4)]),
        (("打造“四个区”：即林区、茶区、菜区。",), [("四个区", 4, 3)]),
        (("抓好三项任务：一是修路；二是架桥；三是通水。",), []),
        (("抓好三项任务，一是修路；二是架桥。",), [("三项任务", 3, 2)]),
        (("抓好三项任务，主要办法一是修路；二是架桥。",), []),
        (("大体有四类：一是修路。二是架桥。此外，还有两类没有名字。",), []),
        (("做到“五同”（见附件）。",), []),
        (("主要有两种途径：一是自己修，一是请人修。",), []),
        (("红一、四方面军北上。",), []),
        (("村委会主任和镇里的同志带领三个小组下田。",), []),
        (("县委、县政府认准山场、水电、旅游三大资源。",), []),
        (("村民只能与上述三类合作社中的一家签约。",), []),
        (("做到“五同”（同吃、同住、同学等）。",), []),
    ],
)
def test_number_that_the_list_does_not_bear_out(
    texts: tuple[str, ...], found: list[tuple[str, int, int]]
) -> None:
    assert [(one.term, one.count, one.listed) for one in find(*texts).mismatches] == found


@pytest.mark.parametrize(
    ("texts", "lists"),
    [
        (("要做到：一是修路；二是架桥；三是通水。",), [["一是", "二是", "三是"]]),
        (("一要修路，二要架桥。",), [["一要", "二要"]]),
        (("第一，修路。第二，架桥。",), [["第一", "第二"]]),
        (("首先，修路。其次，架桥。最后，通水。",), [["首先", "其次", "最后"]]),
        (("一是修路。", "路要平。", "二是架桥。"), [["一是", "二是"]]),
        (("要做到：一是修路。", "二是架桥。"), [["一是", "二是"]]),
        (("一是修路。", "# 二、附则", "二是架桥。"), []),
        (("一是一，二是二。",), []),
        (("首先要修路。",), []),
        (("一是修路，三是架桥。",), []),
        (("（一）修路；（二）架桥。",), []),
        (("一看水，二看山，三看路。",), [["一看", "二看", "三看"]]),
        (("一可以引水，二可以行船。",), [["一", "二"]]),
        (("修路一不能误农时，", "二不能占茶园。"), []),
        (("修路要记住：一不能误农时，二不能占茶园。",), [["一", "二"]]),
        (("村里一为缺水，二为缺路。",), []),
        (("原因有两个：一为缺水，二为缺路。",), [["一", "二"]]),
        (("坚持“一要稳当、二要长远”的办法。",), []),
        (("他说：“一是修路。二是架桥。”",), [["一是", "二是"]]),
        (("一方面修路，另一方面架桥。",), []),
        (("其一，修路；其二，架桥。",), [["其一", "其二"]]),
        (("其一是修路，其二是架桥。",), [["其一", "其二"]]),
        (("首先，修路。第二，架桥。第三，通水。",), [["首先", "第二", "第三"]]),
        (("首先要修路。其次要架桥。第三要通水。",), [["首先", "其次", "第三"]]),
        (("首先是修路，其次是架桥，第三是通水。",), [["首先", "其次", "第三"]]),
        (("今后一是要修路，年年养护；二是要引水。",), [["一是", "二是"]]),
        (("一是修路。\u2002二是架桥。",), [["一是", "二是"]]),
        (("首先，修路。其次，架桥。第三，通水。最后，植树。",), [["首先", "其次", "第三", "最后"]]),
        (("第一，修路。其次，架桥。再次，通水。",), [["第一", "其次", "再次"]]),
        (("收成要坚持首先是村里多得，其次是社里多留的原则。",), [["首先", "其次"]]),
        (
            ("讲三条意见。第一条，修路。第二条，架桥。第三条是通水。",),
            [["第一条", "第二条", "第三条"]],
        ),
        (("第一点，修路。第二点，架桥。",), [["第一点", "第二点"]]),
        (("最要紧的就是一要保水渠，二要保农时。",), [["一要", "二要"]]),
        (("全村统一是好事，二是办法对。",), []),
        (("依照第一条、第二条的规定办。",), []),
        (("要求是：（1）修路；（2）架桥。",), []),
        (("要求是：①修路；②架桥。",), []),
        (("要求是：1）修路；2）架桥。",), [["1）", "2）"]]),
        (("要求是：1】修路；2】架桥。",), [["1】", "2】"]]),
        (("要求是：⑴修路；⑵架桥。",), []),
        (("第（一）、（二）项另定。",), []),
        (("（1）修路；", "（2）架桥。"), []),
        (("一则修路，二则架桥。",), [["一则", "二则"]]),
        (("一来二去，熟了。",), []),
        (("要做到：一是修路；二是架桥。", "三是通水。"), [["一是", "二是", "三是"]]),
        (
            ("第一，修路：一是买料；二是出工。", "路要平。", "第二，架桥。", "第三，通水。"),
            [["第一", "第二", "第三"], ["一是", "二是"]],
        ),
        (
            ("第一，修路。第一，买料。第二，出工。", "第二，架桥。"),
            [["第一", "第二"], ["第一", "第二"]],
        ),
        (
            ("第一，修路。", "（一）买料", "料要好。", "（二）出工", "第二，架桥。"),
            [["第一", "第二"]],
        ),
        (("首先，修路。其次，架桥。", "路要平。", "最后，谢谢大家。"), [["首先", "其次"]]),
        (
            ("一是修路：（1）买料；（2）出工。二是架桥：（1）选址；（2）开工。",),
            [["一是", "二是"]],
        ),
    ],
)
def test_inline_lists(texts: tuple[str, ...], lists: list[list[str]]) -> None:
    assert [[item.label for item in run.items] for run in find(*texts).lists] == lists


def test_head_is_the_beginning_of_an_item() -> None:
    text = "第一，要修好东边那一条很长的路。第二，架桥。"
    [run] = find(text).lists
    assert [inline_lists.item_head(text, item) for item in run.items] == [
        "要修好东边那一条很长",
        "架桥。",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "“”",
        "“两个确立”",
        "三个",
        "1",
        "（）",
        "、",
        '"',
        "三类——",
        "“三同时”",
        "一是甲。",
        "①",
        "甲、乙和丙三大工程，",
        "三项任务：",
    ],
)
def test_a_megabyte_takes_no_time(piece: str) -> None:
    grows_evenly(
        lambda size: [Passage("a", piece * (size // len(piece)))],
        finding.find_enumerations,
        1_000_000,
    )


def test_a_question_for_a_name_opens_the_list_that_answers_it() -> None:
    answer = "一是水利意识，二是茶园意识，三是竹林意识，四是山路意识。"
    assert listed(f"四个意识？{answer}")["四个意识"] == [
        "水利意识",
        "茶园意识",
        "竹林意识",
        "山路意识",
    ]
    assert listed("四个意识有哪些？", answer)["四个意识"][0] == "水利意识"
    assert listed("两个维护？坚决维护水渠的安全，坚决维护茶园的安全。")["两个维护"] == [
        "坚决维护水渠的安全",
        "坚决维护茶园的安全",
    ]
    assert listed("四个坚持的内容是？坚持修路、坚持种茶、坚持通水、坚持办学。")["四个坚持"]
    assert "四个意识" not in listed(f"为什么要有四个意识？{answer}")


def test_two_clauses_of_two_things_each_are_two_members() -> None:
    assert listed("两大任务：争取修好路和桥，实现水的干净和电的充足。")["两大任务"] == [
        "争取修好路和桥",
        "实现水的干净和电的充足",
    ]


def test_a_joining_word_that_other_members_hold_joins_none() -> None:
    text = "对茶叶科学与技术、水利工程、竹木与山林工程和土壤科学与技术四个一级学科进行评估。"
    assert listed(text)["四个一级学科"] == [
        "茶叶科学与技术",
        "水利工程",
        "竹木与山林工程",
        "土壤科学与技术",
    ]


def test_whose_all_members_are_is_no_part_of_the_first() -> None:
    text = "我校水利研究所党支部、茶叶研究室党支部、竹木研究所党支部等3个基层党组织入选。"
    assert listed(text)["3个基层党组织"][0] == "水利研究所党支部"


@pytest.mark.parametrize("piece", ["“两个确立”。", "三项任务：", "一是甲。", "（一）甲", "1. 甲"])
def test_a_hundred_thousand_paragraphs_take_no_time(piece: str) -> None:
    grows_evenly(
        lambda size: [Passage(str(n), piece) for n in range(size)],
        finding.find_enumerations,
        100_000,
    )


def test_a_paragraph_of_many_different_terms_takes_no_time() -> None:
    def made(size: int) -> list[Passage]:
        return [
            Passage(
                "a",
                "".join(
                    f"，甲三个{chr(0x4E00 + n % 3000)}{chr(0x4E00 + n // 10 % 3000)}"
                    for n in range(size)
                ),
            )
        ]

    grows_evenly(made, finding.find_enumerations, 40_000)
