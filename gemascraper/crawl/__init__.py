"""Everything that imports Scrapy: the capturing download handler, middlewares, pipeline. No parsing, hashing or SQL."""
