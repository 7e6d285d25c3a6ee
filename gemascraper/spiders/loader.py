"""Spiders by name: the classes of `spiders/`, and one made of each profile. A class of the same name wins."""

from __future__ import annotations

from typing import Any

from scrapy.http import Request
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader
from scrapy.spiders import Spider

from gemascraper import outlets


class OutletSpiderLoader(SpiderLoader):
    """`scrapy list` and `scrapy crawl NAME` work with a profile alone."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        from gemascraper.spiders.outlet import spider_for

        self._from_profiles: dict[str, type[Spider]] = {name: spider_for(name) for name in outlets.names()}

    def load(self, spider_name: str) -> type[Spider]:
        try:
            return super().load(spider_name)
        except KeyError:
            if spider_name not in self._from_profiles:
                raise
            return self._from_profiles[spider_name]

    def list(self) -> list[str]:
        return sorted({*super().list(), *self._from_profiles})

    def find_by_request(self, request: Request) -> Any:
        return []  # `scrapy shell URL` only fetches a page; it crawls no outlet
