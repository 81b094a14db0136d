"""Telegram: the counsellor's desk on the phone. Rooms, from the wire inwards:

client (the Bot API) ← outbox (in order, once more where Telegram fails) ← desk (what is done about an update)
channel (polling or webhook) → seen (replays) → updates (what an update is) → lanes (one after the other) → desk
"""
