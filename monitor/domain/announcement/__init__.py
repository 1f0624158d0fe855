"""From an announcement, Arabic or English, to drafts of windows: pure, without a network and without a model.

``folding`` makes one spelling of the text; scanners find dates, clock times, lengths, zones, cues and names in it;
``reader`` joins them to drafts. A draft covers nothing: a person confirms it first.
"""
