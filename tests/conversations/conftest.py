"""The fixtures of `tests/bot`: the example catalogue, the model, the agent, and counsellors it knows."""

from tests.bot.conftest import agent, counsellors, data_dir, environment, own_data_dir, pipeline, settings, understand

__all__ = ["agent", "counsellors", "data_dir", "environment", "own_data_dir", "pipeline", "settings", "understand"]
