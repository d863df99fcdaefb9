"""The countries of the table, by their codes (ISO 3166): the name, and the word that stands before "model"."""

COUNTRIES = {
    "US": ("United States", "US"), "CN": ("China", "Chinese"), "FR": ("France", "French"), "CA": ("Canada", "Canadian"),
    "KR": ("South Korea", "South Korean"), "IL": ("Israel", "Israeli"), "GB": ("United Kingdom", "British"),
    "DE": ("Germany", "German"), "AE": ("United Arab Emirates", "Emirati"),
}  # fmt: skip
