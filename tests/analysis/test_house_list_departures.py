"""Forty departures from a house list, planted in sentences of our own: persons, offices, bodies,
fixed and forbidden wordings. The sentences as they should be have none.
"""

from __future__ import annotations

import pytest
from duben.analysis import read_house_list
from duben.analysis.checks.house_list import as_in_house_list
from duben.manuscript import parse_chapters
from duben.model import Book, HouseList, Settings, Source

TOML = """\
[[wording]]
use = "清河县水利事务中心"
not = ["清河县水利局", "县水务中心"]
[[wording]]
use = "青山镇农民用水者协会"
not = ["青山镇用水协会"]
[[wording]]
use = "河湖长制"
not = ["河长负责制"]
[[wording]]
use = "农业农村局"
not = ["农业局", "农委"]
[[wording]]
use = "节水优先、以水定产"
not = ["以水定产、节水优先"]
[[wording]]
use = "新型农业经营主体"
[[wording]]
use = "高标准农田建设"
[[wording]]
use = "防汛抗旱指挥部"
[[wording]]
use = "乡村振兴促进会"
[[wording]]
use = "灌区续建配套"
[[person]]
name = "林清河"
offices = ["县委书记", "县总河长"]
former = ["县长"]
[[person]]
name = "周远山"
offices = ["县长", "县副总河长"]
former = ["常务副县长"]
[[person]]
name = "沈秋禾"
offices = ["县人大常委会主任"]
former = ["县政协主席"]
[[person]]
name = "吴小满"
offices = ["县政协主席"]
former = ["水利事务中心主任"]
[[person]]
name = "许大田"
offices = ["水利事务中心主任"]
former = ["青山镇党委书记"]
"""

# (as it should be, what is changed there, into what)
DEPARTURES = """\
本册由清河县水利事务中心编印。|水利事务中心|水力事务中心
来函请寄清河县水利事务中心办公室。|水利事务中心|水利局
渠首由清河县水利事务中心看守。|清河县水利事务|清河县水利水利事务
闸门钥匙交清河县水利事务中心保管。|清河县水利事务中心|县水务中心
水费由青山镇农民用水者协会收取。|用水者协会|用水者协汇
青山镇农民用水者协会三月换届。|农民用水者|民农用水者
青山镇农民用水者协会共有会员八十人。|青山镇农民用水者协会|青山镇用水协会
各村全面推行河湖长制。|河湖长制|河胡长制
河湖长制落实到村到组。|河湖长制|河长负责制
河湖长制的公示牌今年换新。|河湖长制|湖河长制
种子由农业农村局统一调拨。|农业农村局|农业局
农业农村局派人下乡指导。|农业农村局|农业农存局
肥料目录见农业农村局的公告。|农业农村局|农委
坚持节水优先、以水定产。|节水优先、以水定产|以水定产、节水优先
节水优先、以水定产是用水的老规矩。|以水定产|以水订产
扶持新型农业经营主体二十家。|新型农业|新形农业
新型农业经营主体可以申请补贴。|经营主体|经营主题
新型农业经营主体要登记造册。|新型农业经营|新型农业农业经营
高标准农田建设冬季开工。|高标准|高标淮
今年完成高标准农田建设三千亩。|农田建设|农田健设
高标准农田建设的图纸另附。|高标准农田|高标准田农
水位超过警戒线，报防汛抗旱指挥部。|防汛抗旱|防汛抗早
防汛抗旱指挥部设在水库管理所。|指挥部|指辉部
沙袋由防汛抗旱指挥部统一存放。|防汛抗旱|防讯抗旱
乡村振兴促进会捐水泵四台。|促进会|促近会
灌区续建配套今年收尾。|续建配套|续建配陶
灌区续建配套的账目已经公开。|灌区|罐区
县委书记林清河到渠首查看。|林清河|林清和
县委书记林清河听取汇报。|县委书记|县长
县长周远山主持会议。|周远山|周元山
县长周远山到闸口值守。|县长|常务副县长
县长周远山讲了三点要求。|县长|县委书记
县委书记、县总河长林清河巡渠。|县委书记、县总河长|县总河长、县委书记
县长、县副总河长周远山带队检查。|县长、县副总河长|县副总河长、县长
县人大常委会主任沈秋禾视察灌区。|县人大常委会主任|县政协主席
县政协主席吴小满提出建议。|吴小满|吴晓满
水利事务中心主任许大田介绍情况。|水利事务中心主任|青山镇党委书记
林清河、周远山、沈秋禾出席。|林清河、周远山|周远山、林清河
参加的有沈秋禾、吴小满、许大田。|沈秋禾、吴小满|吴小满、沈秋禾
县长周远山、县政协主席吴小满到会。|县长周远山、县政协主席吴小满|县政协主席吴小满、县长周远山
"""


def findings(text: str, house_list: HouseList) -> int:
    book = Book(Settings(), parse_chapters([Source("a.md", text)]))
    return len(list(as_in_house_list(book, house_list)))


def test_planted_departures_are_told_and_nothing_else() -> None:
    house_list, problems = read_house_list(Source("house.toml", TOML))
    assert problems == ()
    rows = [row.split("|") for row in DEPARTURES.splitlines()]
    assert len(rows) == 40
    false = [right for right, _, _ in rows if findings(right, house_list)]
    assert not false
    missed = [
        right.replace(part, wrong)
        for right, part, wrong in rows
        if not findings(right.replace(part, wrong), house_list)
    ]
    assert not missed


LIKE_OTHERS = """\
[[wording]]
use = "省级人民政府"
[[wording]]
use = "乡镇人民政府"
[[wording]]
use = "城镇居民人均可支配收入"
[[wording]]
use = "市人民政府"
[[wording]]
use = "检察机关"
[[wording]]
use = "权力机关"
[[wording]]
use = "基金管理"
[[wording]]
use = "全面依法治国"
[[wording]]
use = "市场监督管理部门"
[[wording]]
use = "城乡建设主管部门"
[[wording]]
use = "养老服务联合协调机构"
[[wording]]
use = "社会主义市场经济体制"
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由省人民政府公布。", []),
        ("由镇人民政府登记，报镇人民政府存档。", []),
        ("城乡居民人均可支配收入、城市居民人均可支配收入都有增长。", []),
        ("负责的是人民政府。", []),
        ("向监察机关报告，由纪律检查机关办理。", []),
        ("公积金管理归口办理。", []),
        ("推进全面依法治省和全面依法治县。", []),
        ("江平市市场监督管理部门和城乡建设等主管部门。", []),
        ("养老服务联席协调机构。", []),
        ("社会主义市场经济新体制。", []),
        ("养老服务联和协调机构。", ["养老服务联和协调机构"]),
        ("省几人民政府", ["省几人民政府"]),
        ("城镇居民人均可支配收人", ["城镇居民人均可支配收人"]),
        # Words of the dictionary that sound alike: once they are a slip, twice they are meant.
        ("召集权利机关。", ["权利机关"]),
        ("召集权利机关。权利机关到会。", []),
        ("召集权利机关。权利机关、权力机关、权力机关、权力机关。", ["权利机关"] * 2),
    ],
)
def test_forms_that_are_good_themselves_are_no_slips(text: str, expected: list[str]) -> None:
    house_list, _ = read_house_list(Source("house.toml", LIKE_OTHERS))
    book = Book(Settings(), parse_chapters([Source("a.md", text)]))
    assert [p.values["here"] for p in as_in_house_list(book, house_list)] == expected
