"""What a message can mean: the fixed words for intents, categories and topics (product C8), and their shape."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Intent(StrEnum):
    """What somebody wants with a message."""

    INCIDENT = "incident"
    SUPPORT_REQUEST = "support_request"
    ACTIVITY_REPORT = "activity_report"
    QUESTION = "question"
    COMPLAINT = "complaint"
    SMALLTALK = "smalltalk"
    SPAM = "spam"


class Sender(StrEnum):
    """Who wrote, as far as meaning depends on it."""

    RESIDENT = "resident"
    MEMBER = "member"


class Chat(StrEnum):
    """Where it was written."""

    PRIVATE = "private"
    GROUP = "group"


class Category(StrEnum):
    """The fifteen kinds of incident; the thing to be repaired decides, but for noise, fire and animals."""

    WASTE = "rac_moi_truong"
    DRAINAGE = "ngap_thoat_nuoc"
    ROADS = "giao_thong_via_he"
    LIGHTING = "chieu_sang_dien"
    TREES = "cay_xanh"
    WATER_SUPPLY = "nuoc_sach"
    ORDER = "an_ninh_trat_tu"
    NOISE = "tieng_on"
    CONSTRUCTION = "xay_dung_do_thi"
    ANIMALS = "dong_vat"
    TELECOM = "vien_thong_cap"
    FOOD_SAFETY = "an_toan_thuc_pham"
    ONLINE_FRAUD = "lua_dao_mang"
    FIRE = "chay_no"
    OTHER = "khac"


class Topic(StrEnum):
    """What a support request or an activity is about."""

    VNEID = "vneid"
    PUBLIC_SERVICES = "dich_vu_cong"
    PAYMENTS = "thanh_toan_dien_tu"
    SIGNATURE = "chu_ky_so"
    INSURANCE = "bao_hiem"
    EDUCATION = "giao_duc"
    INFORMATION_SAFETY = "an_toan_thong_tin"
    HEALTH = "suc_khoe"
    E_COMMERCE = "thuong_mai_dien_tu"
    E_TAX = "thue_dien_tu"
    CITY_APP = "ung_dung_thanh_pho"
    DIGITAL_LITERACY = "binh_dan_hoc_vu_so"
    AI = "ai"
    DIGITAL_SKILLS = "ky_nang_so"


class QuestionTopic(StrEnum):
    """What a question asks for."""

    CONTACTS = "danh_ba"
    CASE_LOOKUP = "tra_cuu_ma"
    REPORT_DEADLINE = "han_bao_cao"
    OFFICE_HOURS = "gio_lam_viec"
    ADDRESS = "dia_chi"
    SCHEDULE = "lich_hoat_dong"
    TARGETS = "chi_tieu"
    RULES = "che_do"
    HELP = "tro_giup"
    TAKING_PART = "tham_gia"


class ActivityType(StrEnum):
    """What kind of activity a member reports."""

    GUIDANCE = "huong_dan"
    OUTREACH = "tuyen_truyen"
    TRAINING = "tap_huan"
    PROCEDURE_HELP = "ho_tro_tthc"
    CAMPAIGN = "ra_quan"
    MEETING = "hop"
    FESTIVAL = "ngay_hoi"
    SURVEY = "khao_sat"
    OCOP_HELP = "ho_tro_ocop"
    SUMMARY = "tong_hop"
    CORRECTION = "dinh_chinh"
    ADDITION = "bo_sung"
    NO_ACTIVITY = "khong_hoat_dong"
    OTHER = "khac"


class PlaceKind(StrEnum):
    """What a resolved place is."""

    STREET = "street"
    LANDMARK = "landmark"
    RESIDENTIAL_GROUP = "residential_group"
    MAP_LINK = "map_link"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class PlaceCandidate:
    """One reading of a place; `name` is the gazetteer's spelling, `score` 0–1."""

    kind: PlaceKind
    name: str
    score: float
    house_number: str | None = None
    lane: str | None = None
    residential_group: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A span of the message that names a place, and up to three readings of it, best first.

    `span` is verbatim; `label` is how we repeat it (gazetteer spelling with number and lane, or the span itself).
    """

    span: str
    label: str
    relation: str | None = None
    candidates: tuple[PlaceCandidate, ...] = ()

    @property
    def best(self) -> PlaceCandidate | None:
        """The likeliest reading, or None for a street that the gazetteer does not hold."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, kw_only=True)
class ActivityFields:
    """What a member's report says, field by field; None means not said (product C8)."""

    team_number: int | None = None
    team_name: str | None = None
    teams: tuple[int | str, ...] = ()
    date_expr: str | None = None
    date: dt.date | None = None
    date_end: dt.date | None = None
    activity_type: ActivityType | None = None
    topics: tuple[Topic, ...] = ()
    people: int | None = None
    people_unit: str | None = None
    households: int | None = None
    ewallet_accounts: int | None = None
    ocop_products: int | None = None
    members: int | None = None
    place: str | None = None
    duration_minutes: int | None = None
    counts: dict[str, int] = field(default_factory=dict)
    is_plan: bool = False


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """What one message means; `confidence` 0–1 is the margin between the two likeliest intents.

    `topic` holds a Topic for support requests and a QuestionTopic for questions, else None. `likely` are the intents
    that may be meant, best first; `category_doubts` the categories to choose among when none of them leads clearly.
    """

    intent: Intent
    confidence: float
    category: Category | None = None
    urgent: bool = False
    places: tuple[Place, ...] = ()
    topic: Topic | QuestionTopic | None = None
    activity: ActivityFields | None = None
    likely: tuple[Intent, ...] = ()
    category_doubts: tuple[Category, ...] = ()
