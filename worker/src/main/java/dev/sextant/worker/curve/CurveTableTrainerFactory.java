package dev.sextant.worker.curve;

import dev.sextant.common.space.Condition;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Factory of trainers of type {@code curve-table}. */
public final class CurveTableTrainerFactory implements TrainerFactory {
    static final String TABLE = "table";
    static final String METRIC = "metric";
    static final String ROW = "row";
    static final String NOISE = "noise";

    private static final double MAX_SECONDS = 1e6;

    @Override
    public String type() {
        return "curve-table";
    }

    @Override
    public String summary() {
        return "Replays recorded learning curves; for benchmarks and tests";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.path(TABLE)
                        .required()
                        .describedAs("CSV file, also .gz: columns of the parameters, then of the metric after "
                                + "epochs 1, 2, ..., T"),
                Setting.text(METRIC).byDefault("accuracy").describedAs("name of the metric in the curves"),
                Setting.integer(ROW)
                        .describedAs(
                                "number of the row to replay, from 0; default: the row nearest to the configuration"),
                Setting.number(NOISE)
                        .atLeast(0)
                        .byDefault(0)
                        .describedAs("standard deviation of normal noise added to each value"),
                Setting.number(FaultInjection.EPOCH_SECONDS)
                        .between(0, MAX_SECONDS)
                        .byDefault(0)
                        .describedAs("duration of an epoch, seconds"),
                epoch(FaultInjection.DONE, "epoch after which the trial stops early; 0: never"),
                epoch(FaultInjection.FAIL, "epoch in which the trainer throws an exception; 0: never"),
                epoch(FaultInjection.HANG, "epoch in which the trainer waits forever; 0: never"),
                epoch(FaultInjection.NAN, "epoch after which the trainer reports NaN; 0: never"),
                epoch(FaultInjection.OUT_OF_MEMORY, "epoch in which the trainer runs out of memory; 0: never"),
                epoch(FaultInjection.EXIT, "epoch in which the executor's process halts, as if it was lost; 0: never"),
                Setting.flag(FaultInjection.EXIT_ONCE)
                        .byDefault(true)
                        .mattersWhen(Condition.atLeast(FaultInjection.EXIT, 1))
                        .describedAs("whether the process halts only once per trial and host"));
    }

    private static Setting epoch(String name, String doc) {
        return Setting.integer(name).atLeast(0).byDefault(0).describedAs(doc);
    }

    /** Returns true: the parameters in the table's columns are settings with the columns' names. */
    @Override
    public boolean takesOtherSettings() {
        return true;
    }

    @Override
    public Set<String> metrics() {
        return Set.of();
    }

    @Override
    public List<SettingProblem> check(Settings settings) {
        if (!settings.has(TABLE)) {
            return List.of();
        }
        try {
            CurveTable table = CurveTableCache.get(settings.text(TABLE));
            if (settings.has(ROW) && !isRow(settings.integer(ROW), table)) {
                return List.of(new SettingProblem(ROW, noSuchRow(settings.integer(ROW), table)));
            }
            return List.of();
        } catch (FileNotFoundException e) {
            return List.of(new SettingProblem(TABLE, "(" + settings.text(TABLE) + ") does not exist; check the path"));
        } catch (IOException | IllegalArgumentException e) {
            return List.of(new SettingProblem(TABLE, "cannot be read: " + e.getMessage()));
        }
    }

    private static boolean isRow(int row, CurveTable table) {
        return row >= 0 && row < table.rows();
    }

    private static String noSuchRow(int row, CurveTable table) {
        return "(" + row + ") must be 0 to " + (table.rows() - 1) + ", as the table has " + table.rows() + " rows";
    }

    @Override
    public Trainer create(TrialContext context) throws TrainingFailure {
        Settings settings = context.settings();
        CurveTable table = table(settings.text(TABLE));
        int row = settings.has(ROW) ? settings.integer(ROW) : table.nearest(settings.values());
        if (!isRow(row, table)) {
            throw new TrainingFailure(FailureKind.BAD_DATA, "row " + noSuchRow(row, table));
        }
        RecordedCurve curve =
                new RecordedCurve(table, row, settings.text(METRIC), context.seed(), settings.number(NOISE));
        return new CurveTableTrainer(curve, new FaultInjection(context));
    }

    private static CurveTable table(String file) throws TrainingFailure {
        try {
            return CurveTableCache.get(file);
        } catch (FileNotFoundException e) {
            throw new TrainingFailure(
                    FailureKind.BAD_DATA,
                    "table (" + file + ") does not exist on this executor; put it in a folder that all executors share",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new TrainingFailure(FailureKind.BAD_DATA, "table cannot be read: " + e.getMessage(), e);
        }
    }
}
