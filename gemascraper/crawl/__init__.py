"""All that imports Scrapy: the wire with its capture, manners, the pipeline. No parsing, hashing or SQL of its own."""
