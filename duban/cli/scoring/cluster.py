"""Many jurisdictions scored by Spark (`duban score --cluster`): facts grouped by jurisdiction, each group answered by the function that processes call.

Executors need duban with the extra `cluster`, and read the files at the same paths. The documents go with the cases.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.engine.cases import CaseError
from duban.engine.packs.loading import read_pack
from duban.engine.reading import offices as reading
from duban.engine.reading.offices import Office
from duban.engine.reading.tables import Table

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_ANSWER = "jurisdiction string, answer string, refusal string"


def answers_of(
    offices: Mapping[str, Office], files: Sequence[Path], master: str, pack: str | None, folder: Path
) -> list[Path]:
    """Score each jurisdiction on a cluster; return the files of the answers, in the order of the cases.

    `master` is empty where the cluster is named by Spark's own settings. Raises CaseError for what is wrong with a case or its facts,
    files that are no Parquet, and a cluster that cannot be had.
    """
    wrong = next((path for path in files if path.suffix != ".parquet"), None)
    if wrong is not None:
        raise CaseError(f"--cluster 只读 Parquet，不读 {wrong}")
    try:
        from pyspark.errors import PySparkException
    except ImportError:
        raise CaseError("用 Spark 计算要先安装 cluster 扩展：pip install duban[cluster]") from None
    from py4j.protocol import Py4JError

    try:
        spark = _session(master)
        try:
            found = _grouped(spark, offices, files, pack, folder)
        finally:
            spark.stop()
    except (PySparkException, Py4JError, OSError, RuntimeError) as error:
        raise CaseError(
            f"Spark 没有算完：{str(error).splitlines()[0] if str(error) else type(error).__name__}"
        ) from None
    # Who has no facts at all is in no group.
    for number, office in enumerate(offices.values()):
        if office.jurisdiction not in found:
            found[office.jurisdiction] = folder / f"{number}.json"
            found[office.jurisdiction].write_text(reading.answer(office, [], pack) + "\n", encoding="utf-8")
    return [found[name] for name in offices]


def _session(master: str) -> SparkSession:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("duban score").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "ERROR")
    return (builder.master(master) if master else builder).getOrCreate()


def _grouped(
    spark: SparkSession, offices: Mapping[str, Office], files: Sequence[Path], pack: str | None, folder: Path
) -> dict[str, Path]:
    """Group the rows by jurisdiction and write down each group's answer as it comes; return the files by jurisdiction."""
    rows = spark.read.option("mergeSchema", "true").parquet(*(str(path.absolute()) for path in files))
    if "jurisdiction" not in rows.columns:
        raise CaseError("事实没有 jurisdiction 一列，分不清是哪个辖区的事实")
    stray = rows.where(~rows.jurisdiction.isin(list(offices)) | rows.jurisdiction.isNull()).limit(1).collect()
    if stray:
        raise CaseError(f"有辖区 {stray[0]['jurisdiction'] or '（空）'} 的事实，却没有它的案例")
    carried = spark.sparkContext.broadcast({name: _with_document(office, pack) for name, office in offices.items()})
    spark.conf.set("spark.sql.shuffle.partitions", str(min(len(offices), 200)))
    found: dict[str, Path] = {}
    answered = rows.groupBy("jurisdiction").applyInArrow(_scorer(carried), schema=_ANSWER)
    for number, row in enumerate(answered.toLocalIterator()):
        if row.refusal:
            raise CaseError(row.refusal)
        found[row.jurisdiction] = folder / f"group-{number}.json"
        found[row.jurisdiction].write_text(row.answer + "\n", encoding="utf-8")
    return found


def _with_document(office: Office, pack: str | None) -> str:
    """Give the case with the texts of its document, so that no executor looks for it among what is installed there."""
    case = dict(office.case)
    if pack is not None or not case.get("document"):
        case["document"] = read_pack(Path(pack) if pack is not None else str(case.get("regime")))
    return json.dumps(case, default=str)


def _scorer(carried: Any) -> Callable[[tuple[Any, ...], Table], Table]:
    """Make the function that answers one group, of which only this travels to the executors."""

    def score(key: tuple[Any, ...], rows: Table) -> Table:
        import pyarrow

        from duban.engine.cases import case_from_text

        name = key[0].as_py()
        said: dict[str, str | None] = {"jurisdiction": name, "answer": None, "refusal": None}
        try:
            said["answer"] = reading.answer(Office(case_from_text(carried.value[name])), [rows])
        except CaseError as error:
            said["refusal"] = str(error)
        return pyarrow.table({column: pyarrow.array([text], pyarrow.string()) for column, text in said.items()})

    return score
