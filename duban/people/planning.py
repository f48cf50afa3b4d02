"""Questions that PostgreSQL plans once for a connection and not each time that they are asked: what is asked of many tables takes longer to plan than to answer."""

from typing import TYPE_CHECKING, Any

from psycopg import ClientCursor, Cursor, errors
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    ServerBindingCursor = Cursor[Any]
    CursorDebugWrapper = Any
else:
    from django.db.backends.postgresql.base import CursorDebugWrapper, ServerBindingCursor


class _Cursor(ServerBindingCursor):
    """A cursor that has the server keep the plan of what it asks, values apart, under a name of its own.

    psycopg forgets the names at a rollback, and all but the last hundred of a connection.
    """

    def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
        """Ask; plan anew where columns were changed since. In a transaction that fails, and its rollback forgets the plan."""
        try:
            return super().execute(query, params, prepare=True)
        except errors.FeatureNotSupported:
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            self.connection.execute("DEALLOCATE ALL")
            return super().execute(query, params, prepare=True)


class _Told(CursorDebugWrapper):
    """Such a cursor while what is asked is written down: in the words of the question with its values, which the server has apart."""

    def debug_sql(self, sql: Any = None, params: Any = None, *_: Any, **__: Any) -> Any:
        """Write the question down while it is answered."""
        said = ClientCursor(self.db.connection).mogrify(sql, params)
        return super().debug_sql(said, use_last_executed_query=False)


class Planned:
    """A connection to PostgreSQL as Django has it, whose cursors are those above."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        """Return a cursor for questions that are asked again and again, in the same words with other values."""
        connection = self._connection
        connection.ensure_connection()
        with connection.wrap_database_errors:
            made = _Cursor(connection.connection)
            return _Told(made, connection) if connection.queries_logged else connection._prepare_cursor(made)
