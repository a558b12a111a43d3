"""Sentences an invented victim writes, per language. ``{what}`` is where identifiers stand."""

OPENINGS: dict[str, tuple[str, ...]] = {
    "en": (
        "They offered me an investment and then asked for more money. {what}",
        "I was told my parcel is held, order 48213377. {what}",
        "A caller pretended to be police. {what}",
    ),
    "th": ("มีคนโทรมาอ้างเป็นตำรวจ {what}", "ชวนลงทุนแล้วถอนเงินไม่ได้ {what}", "โอนเงินไปแล้วติดต่อไม่ได้ {what}"),
    "vi": (
        "Tôi được mời đầu tư rồi không rút được tiền. {what}",
        "Có người giả danh công an gọi cho tôi. {what}",
        "Việc nhẹ lương cao, tôi đã chuyển tiền. {what}",
    ),
    "km": ("ខ្ញុំបានផ្ទេរប្រាក់ហើយ {what}", "គេឱ្យខ្ញុំវិនិយោគ {what}"),
    "lo": ("ຂ້ອຍໂອນເງິນໄປແລ້ວ {what}", "ເຂົາຊວນລົງທຶນ {what}"),
    "my": ("ငွေလွှဲပြီးပါပြီ {what}", "ရင်းနှီးမြှုပ်နှံရန် ပြောသည် {what}"),
    "zh": ("对方让我投资,然后无法提现。{what}", "冒充公检法打电话。{what}"),
    "ko": ("투자하라고 해서 돈을 보냈습니다. {what}", "경찰을 사칭한 전화를 받았습니다. {what}"),
    "ms": ("Saya telah memindahkan wang. {what}", "Mereka menyamar sebagai polis. {what}"),
}
