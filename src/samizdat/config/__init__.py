"""samizdat.toml → frozen values."""

from samizdat.config.read import CONFIG_NAME, load_config, parse_config
from samizdat.config.values import (
    Backfill,
    Config,
    DeskConfig,
    FetchConfig,
    HistoryConfig,
    ImagesConfig,
    MirrorConfig,
    NavigationConfig,
    NewsroomConfig,
    PagesConfig,
    RecheckConfig,
    RemoteConfig,
    SourceConfig,
)

__all__ = [
    "CONFIG_NAME",
    "Backfill",
    "Config",
    "DeskConfig",
    "FetchConfig",
    "HistoryConfig",
    "ImagesConfig",
    "MirrorConfig",
    "NavigationConfig",
    "NewsroomConfig",
    "PagesConfig",
    "RecheckConfig",
    "RemoteConfig",
    "SourceConfig",
    "load_config",
    "parse_config",
]
