"""A site that no profile describes yet: what it says about itself, the draft of a profile, and pages to learn from.

The pages come through one function, `gemascraper.spiders.pages.fetch_pages`; nothing of them is archived.
"""
