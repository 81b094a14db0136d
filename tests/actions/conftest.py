"""The fixtures of `tests/bot`: the example catalogue, the model, the agent."""

from tests.bot.conftest import agent, data_dir, environment, own_data_dir, pipeline, settings, understand

__all__ = ["agent", "data_dir", "environment", "own_data_dir", "pipeline", "settings", "understand"]
