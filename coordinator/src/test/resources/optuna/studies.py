"""Makes studies.db and tables.sql with Optuna: pip install optuna; python3 studies.py"""

import math
import sqlite3

import optuna
from optuna.storages._rdb.models import BaseModel
from optuna.trial import TrialState
from sqlalchemy import Enum
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

optuna.logging.set_verbosity(optuna.logging.ERROR)
URL = "sqlite:///studies.db"


def create(name, **settings):
    return optuna.create_study(study_name=name, storage=URL, sampler=optuna.samplers.RandomSampler(seed=1), **settings)


def cars(trial):
    rate = trial.suggest_float("learning_rate", 1e-5, 1e-1, log=True)
    if trial.number == 5:
        raise RuntimeError("out of memory")
    layers = trial.suggest_int("layers", 1, 4)
    optimizer = trial.suggest_categorical("optimizer", ["adam", "sgd"])
    if optimizer == "sgd":
        trial.suggest_float("momentum", 0.0, 0.9)
    trial.suggest_int("units", 16, 256, log=True)
    trial.suggest_categorical("bias", [True, False])
    trial.suggest_float("dropout", 0.0, 0.5, step=0.1)
    top = 0.9 - 0.02 * (math.log10(rate) + 3) ** 2 - 0.03 * abs(layers - 3)
    for step in range(6):
        accuracy = top * (1 - math.exp(-(step + 1) / 2))
        trial.report(accuracy, step)
        if trial.number % 3 == 1 and step == 2:
            raise optuna.TrialPruned()
    return accuracy


def loss(trial):
    x = trial.suggest_float("x", -5, 10)
    return math.inf if trial.number == 3 else (x - 1) ** 2


def epochs_of_another_metric(trial):
    x = trial.suggest_float("x", 0, 1)
    for step in range(3):
        trial.report(100 - step, step)
        if trial.number == 2:
            raise optuna.TrialPruned()
    return x


study = create("cars", direction="maximize")
study.set_metric_names(["accuracy"])
study.optimize(cars, n_trials=12, catch=(RuntimeError,))
study.enqueue_trial({"layers": 3})
study.add_trial(optuna.trial.create_trial(state=TrialState.RUNNING))
create("loss", direction="minimize").optimize(loss, n_trials=6)
create("reports", direction="maximize").optimize(epochs_of_another_metric, n_trials=4)
create("two", directions=["minimize", "maximize"]).optimize(lambda trial: (trial.suggest_float("x", 0, 1), 1), n_trials=1)

connection = sqlite3.connect("studies.db")
connection.execute("VACUUM")
connection.close()

with open("tables.sql", "w") as file:
    for table in BaseModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Enum):
                names = ", ".join(f"'{name}'" for name in column.type.enums)
                file.write(f"CREATE TYPE {column.type.name} AS ENUM ({names});\n")
        ddl = str(CreateTable(table).compile(dialect=postgresql.dialect()))
        file.write(" ".join(ddl.split()).strip() + ";\n")
    file.write("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);\n")
