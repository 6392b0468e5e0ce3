"""The Django signal that carries evidence out of a block (needs Django: extra `openedx`).

Open edX writes events it does not know to its tracking log and to nowhere else, so whoever wants evidence (the bridge)
connects here:

    @receiver(evidence_reported)
    def keep(sender, usage_key, user_id, evidence, **kwargs): ...

`sender` is the block's class; `usage_key` names the block; `user_id` is the platform's number for the learner (None
when the platform does not say); `evidence` is a list of {"type", "v", "block", "at", "data"} (contract 5), never empty.
"""

from django.dispatch import Signal

evidence_reported = Signal()
