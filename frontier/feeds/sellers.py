"""Who sells: makers' own APIs, cloud platforms and hosts."""

from __future__ import annotations

import re

# Whose prices are list prices: the maker's own, of its own models. Each API with its maker, by the letters of the
# table's name of it, and what the maker's models are called; others' models are sold there too.
_OWN_APIS = {
    "anthropic": ("anthropic", "claude"), "mistral": ("mistral", "[sx]tral"), "mistralai": ("mistral", "[sx]tral"),
    "deepseek": ("deepseek", "deepseek"), "xai": ("xai", "grok"), "cohere": ("cohere", "command|aya"),
    "coherechat": ("cohere", "command|aya"), "moonshot": ("moonshot", "kimi|moonshot"),
    "moonshotai": ("moonshot", "kimi|moonshot"), "zai": ("zai", "^glm"), "minimax": ("minimax", r"minimax|abab|^m\d"),
    "stepfun": ("stepfun", "step"), "xiaomi": ("xiaomi", "mimo"), "xiaomimimo": ("xiaomi", "mimo"),
    "tencent": ("tencent", r"hunyuan|^hy-?\d"), "hunyuan": ("tencent", r"hunyuan|^hy-?\d"),
    "baidu": ("baidu", "ernie|wenxin"), "bytedance": ("bytedance", "doubao|seed"),
    "meituan": ("meituan", "longcat"), "longcat": ("meituan", "longcat"),
    "thinkingmachines": ("thinkingmachines", "inkling"), "inceptionai": ("inceptionai", "mercury"),
    "inception": ("inceptionai", "mercury"), "01ai": ("01ai", "^yi"), "metallama": ("meta", "llama|muse"),
    "meta": ("meta", "llama|muse"), "llama": ("meta", "llama|muse"), "ai21": ("ai21", "^j2|jamba|jurassic"),
    "reka": ("reka", "reka"), "upstage": ("upstage", "solar"),
}  # fmt: skip


# Platforms of which only this is the maker's own offer, whatever else of its models is hosted there.
_PLATFORMS = {
    "openai": ("openai", "^(?!gpt-oss)"), "volcengine": ("bytedance", "doubao|seed"), "gemini": ("google", "gemini"),
    "google": ("google", "gemini|bison"), "vertexai": ("google", "^gemini|bison"),
    "vertexailanguagemodels": ("google", "gemini|bison"), "vertexaichatmodels": ("google", "bison"),
    "vertexaitextmodels": ("google", "bison"), "dashscope": ("alibaba", "qwen|qwq|qvq"),
    "alibaba": ("alibaba", "qwen|qwq|qvq"), "bedrock": ("amazon", "nova|titan"),
    "bedrockconverse": ("amazon", "nova|titan"), "amazonbedrock": ("amazon", "nova|titan"),
    "aws": ("amazon", "nova|titan"), "amazonnova": ("amazon", "nova"), "amazon": ("amazon", "nova|titan"),
    "nvidia": ("nvidia", "nemotron"), "databricks": ("databricks", "dbrx"), "ibm": ("ibm", "granite"),
    "perplexity": ("perplexity", "sonar|pplx"), "arcee": ("arceeai", "trinity|virtuoso|maestro|coder"),
}  # fmt: skip


# The named hosts of open weights, in the order in which the table takes them.
HOSTS = {
    "togetherai": 0, "together": 0, "deepinfra": 1, "fireworksai": 2, "fireworks": 2, "groq": 3, "bedrock": 4,
    "bedrockconverse": 4, "amazonbedrock": 4, "aws": 4, "azureai": 5, "azure": 5, "novita": 6, "novitaai": 6,
    "nebius": 7, "cerebras": 8, "sambanova": 9, "replicate": 10, "arcee": 11, "baseten": 12, "openrouter": 13,
}  # fmt: skip


def letters(text: object) -> str:
    """Return what tells a name whatever its case and punctuation."""
    return re.sub(r"[\W_]", "", str(text)).lower()


def maker_of(provider: str) -> str | None:
    """Return the letters of the maker whose own API this is; None if it is not known to be one."""
    owner = (_OWN_APIS | _PLATFORMS).get(letters(provider))
    return owner[0] if owner else None


def sold_as(provider: object, name: str, maker: str | None = None) -> str:
    """Tell whose price it is: the maker's own, that of a named host, or that of somebody who resells.

    Parameters
    ----------
    provider : str
        Who sells it, as the feed says.
    name : str
        The feed's name of the model.
    maker : str, optional
        Who made the model, as the table says; guessed from the name if not given.

    Returns
    -------
    str
        ``list`` only for the maker's own models, else ``host`` or ``unverified``.
    """
    who = letters(provider or name.partition("/")[0])
    owner, names = (_OWN_APIS | _PLATFORMS).get(who, (who, ""))
    sounds_own = bool(names) and re.search(names, name.rpartition("/")[2].lower()) is not None
    own = sounds_own if maker is None else letters(maker) == owner and (sounds_own or who not in _PLATFORMS)
    return "list" if own and who else "host" if who in HOSTS else "unverified"
