"""The beam: the only place where the columns meet. It keeps what came over the wire, has it read, and files what was read.

It knows no Scrapy: crawl, import and rebuild all go through it.
"""
