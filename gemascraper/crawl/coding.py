"""Content coding is taken off for robots.txt and `scrapy shell`; a reader decodes what it reads itself."""

from __future__ import annotations

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Request, Response


class Coding(HttpCompressionMiddleware):
    """Scrapy's own, which leaves entries alone: a bomb is the reader's, within its limits and out of the loop."""

    def process_response(  # type: ignore[override]  # Scrapy's still takes a spider, which is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        if "entry" in request.cb_kwargs:
            return response
        return super().process_response(request, response)
