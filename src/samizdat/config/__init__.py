"""samizdat.toml → frozen values."""

from samizdat.config.read import CONFIG_NAME, load_config, parse_config
from samizdat.config.values import (
    Backfill,
    Config,
    FetchConfig,
    HistoryConfig,
    ImagesConfig,
    MirrorConfig,
    NewsroomConfig,
    RecheckConfig,
    RemoteConfig,
    SourceConfig,
)

__all__ = [
    "CONFIG_NAME",
    "Backfill",
    "Config",
    "FetchConfig",
    "HistoryConfig",
    "ImagesConfig",
    "MirrorConfig",
    "NewsroomConfig",
    "RecheckConfig",
    "RemoteConfig",
    "SourceConfig",
    "load_config",
    "parse_config",
]
