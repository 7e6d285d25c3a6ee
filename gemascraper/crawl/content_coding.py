"""Content coding is removed for robots.txt and `scrapy shell`; readers decode pages themselves."""

from __future__ import annotations

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Request, Response


class ContentCoding(HttpCompressionMiddleware):
    """Scrapy's own, except for entries: a decompression bomb is for a reader process, which has limits."""

    def process_response(  # type: ignore[override]  # Scrapy's still takes a spider, which is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        if "entry" in request.cb_kwargs:
            return response
        return super().process_response(request, response)
