"""Languages that a group may say it speaks, each under its own name. A group keeps their codes between commas."""

NAMES = {
    "en": "English",
    "cy": "Cymraeg",
    "ga": "Gaeilge",
    "gd": "Gàidhlig",
    "bfi": "BSL",
    "pl": "Polski",
    "ro": "Română",
    "pa": "ਪੰਜਾਬੀ",
    "ur": "اردو",
    "bn": "বাংলা",
    "gu": "ગુજરાતી",
    "hi": "हिन्दी",
    "ar": "العربية",
    "fa": "فارسی",
    "so": "Soomaali",
    "tr": "Türkçe",
    "uk": "Українська",
    "es": "Español",
    "pt": "Português",
    "it": "Italiano",
    "fr": "Français",
    "de": "Deutsch",
    "zh": "中文",
}
CHOICES = list(NAMES.items())
MOST = 8


def written(codes: list[str]) -> str:
    """The codes as they are kept: `,en,cy,`, or nothing."""
    return f",{','.join(codes)}," if codes else ""


def read(kept: str) -> list[str]:
    return [code for code in kept.split(",") if code in NAMES]


def names_of(kept: str) -> list[str]:
    return [NAMES[code] for code in read(kept)]
