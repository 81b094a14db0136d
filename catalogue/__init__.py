"""The offer catalogue: region, words, tables, submissions, search. Knows nothing of Rasa.

The small registry library on which spaCy is built is called `catalogue` too. This package shares
the name with it and hands out its names as well, so that both can be imported: spaCy asks for
`catalogue.create`, we ask for `catalogue.search`. The project's folder has to come before the
installed libraries on the path; `make setup` sees to that.
"""

from importlib.metadata import distribution
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType


def _spacy_registry() -> ModuleType:
    """The installed library, loaded under a name that does not collide with ours."""
    path = str(distribution("catalogue").locate_file("catalogue/__init__.py"))
    spec = spec_from_file_location("spacy_registry", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_registry = _spacy_registry()
REGISTRY = _registry.REGISTRY
Registry = _registry.Registry
RegistryError = _registry.RegistryError
check_exists = _registry.check_exists
create = _registry.create
