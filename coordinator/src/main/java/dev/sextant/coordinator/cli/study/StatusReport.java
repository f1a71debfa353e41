package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.Patience;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.report.StudyJson;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.RungRow;
import dev.sextant.sql.row.SlotRow;
import dev.sextant.sql.row.StopRequest;
import dev.sextant.sql.row.StuckRun;
import dev.sextant.sql.row.StudyStatus;
import dev.sextant.sql.row.StudySummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The progress of a study, as text and as JSON. Ages are computed from the database server's clock alone. */
record StatusReport(StudyStatus status) {
    /** A coordinator without a heartbeat for this long is probably dead. It sends one every few seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** Returns whether the study is running or has a coordinator. */
    boolean isUnderWay() {
        return status.study().state() == StudyState.RUNNING
                || status.study().holder().isPresent();
    }

    Map<String, Object> json() {
        return StudyJson.status(status);
    }

    private int count(TrialState state) {
        return status.trials().getOrDefault(state, 0);
    }

    List<String> lines(AnsiStyle style) {
        List<String> lines = new ArrayList<>();
        StudySummary study = status.study();
        lines.add(style.write(study.study(), AnsiStyle.Look.HEADING) + "  "
                + style.write(study.state().name(), AnsiStyle.lookOf(study.state())) + "  " + study.algorithm() + ", "
                + study.goal().word() + "s " + study.metric());
        study.holder().ifPresent(holder -> lines.add(runBy(holder, style)));
        status.stopRequest().ifPresent(request -> lines.add(requested(request)));
        lines.add("");
        lines.addAll(totals(study).lines(style));
        addTable(lines, rungs(), style);
        addTable(lines, slots(), style);
        for (StuckRun run : status.stuckRuns()) {
            lines.add("");
            lines.add(style.write(
                    "trial %d, run %d is stuck since %s: %s"
                            .formatted(run.trial(), run.run(), TextFormat.time(run.since()), run.why()),
                    AnsiStyle.Look.WARNING));
        }
        hint().ifPresent(hint -> {
            lines.add("");
            lines.add(hint);
        });
        return lines;
    }

    private String requested(StopRequest request) {
        return "pause requested" + request.requester().map(who -> " by " + who).orElse("") + " at "
                + TextFormat.time(request.at()) + " (" + ago(request.at()) + ")";
    }

    private String runBy(String holder, AnsiStyle style) {
        StudySummary study = status.study();
        String since = study.holderSince()
                .map(at -> " since " + TextFormat.time(at) + " (" + ago(at) + ")")
                .orElse("");
        if (isSilent()) {
            String beat = study.beatAt().map(this::ago).orElse("never");
            return style.write(
                    "run by " + holder + since + ", last heartbeat " + beat + ": the coordinator may be dead",
                    AnsiStyle.Look.WARNING);
        }
        return "run by " + holder + since;
    }

    private boolean isSilent() {
        StudySummary study = status.study();
        return study.beatAt().map(at -> study.since(at).compareTo(SILENCE) > 0).orElse(true);
    }

    private String ago(Instant at) {
        return TextFormat.ago(at, status.study().readAt());
    }

    private Table totals(StudySummary study) {
        Budget budget = status.spec().budget();
        Table table = Table.of("", "");
        table.row(
                "trials",
                TextFormat.count(study.trials())
                        + of(
                                budget.trials().isPresent(),
                                () -> TextFormat.count(budget.trials().getAsInt()))
                        + (study.trials() == 0 ? "" : ": " + states()));
        table.row("best", bestWords());
        status.best().ifPresent(row -> table.row("", TextFormat.parameters(row.params())));
        budget.target().ifPresent(target -> table.row("target", TextFormat.number(target)));
        budget.patience().ifPresent(patience -> table.row("patience", words(patience)));
        table.row(
                "epochs",
                TextFormat.count(study.epochs())
                        + of(
                                budget.epochs().isPresent(),
                                () -> TextFormat.count(budget.epochs().getAsLong())
                                        + share((double) study.epochs(), (double)
                                                budget.epochs().getAsLong())));
        table.row(
                "device time",
                TextFormat.seconds(study.deviceSeconds())
                        + of(
                                budget.deviceHours().isPresent(),
                                () -> TextFormat.seconds(budget.deviceHours().getAsDouble() * 3600)
                                        + share(
                                                study.deviceSeconds(),
                                                budget.deviceHours().getAsDouble() * 3600)));
        if (study.sharedSeconds() > 0) {
            table.row(
                    "",
                    TextFormat.seconds(study.sharedSeconds())
                            + " of it for work that all trials share, such as features of images");
        }
        table.row(
                "wall clock",
                TextFormat.seconds(study.wallSeconds())
                        + of(
                                budget.wallClock().isPresent(),
                                () -> TextFormat.duration(budget.wallClock().orElseThrow())
                                        + share(
                                                study.wallSeconds(),
                                                budget.wallClock().orElseThrow().toMillis() / 1000.0)));
        if (status.savedByStopping() > 0) {
            table.row("saved", TextFormat.seconds(status.savedByStopping()) + " of device time by early stopping");
        }
        return table;
    }

    private static String words(Patience patience) {
        List<String> limits = new ArrayList<>();
        patience.trials().ifPresent(trials -> limits.add(TextFormat.count(trials, "trial")));
        patience.epochs().ifPresent(epochs -> limits.add(TextFormat.count(epochs, "epoch")));
        return String.join(" or ", limits) + " without an improvement"
                + (patience.minDelta().isEmpty()
                        ? " by more than noise"
                        : patience.minDelta().getAsDouble() == 0
                                ? ""
                                : " by more than "
                                        + TextFormat.number(patience.minDelta().getAsDouble()));
    }

    /** The progress in one line. */
    String oneLine() {
        StudySummary study = status.study();
        return "%s %s: %s (%s), best %s, %s, %s of device time"
                .formatted(
                        study.study(),
                        study.state(),
                        TextFormat.count(study.trials(), "trial"),
                        study.trials() == 0 ? "none started" : states(),
                        TextFormat.number(study.bestValue()),
                        TextFormat.count(study.epochs(), "epoch"),
                        TextFormat.seconds(study.deviceSeconds()));
    }

    private static String of(boolean limited, java.util.function.Supplier<String> limit) {
        return limited ? " of " + limit.get() : "";
    }

    private static String share(double part, double whole) {
        return " (" + TextFormat.share(part, whole) + ")";
    }

    private String states() {
        return Arrays.stream(TrialState.values())
                .filter(state -> count(state) > 0)
                .map(state ->
                        TextFormat.count(count(state)) + " " + state.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private String bestWords() {
        return status.best()
                .map(row -> "%s %s by trial %d after epoch %d"
                        .formatted(status.study().metric(), TextFormat.number(row.value()), row.trial(), row.epoch()))
                .orElse("none yet");
    }

    private static void addTable(List<String> lines, Table table, AnsiStyle style) {
        if (!table.isEmpty()) {
            lines.add("");
            lines.addAll(table.lines(style));
        }
    }

    private Table rungs() {
        Table table = Table.of(">rung", ">epochs", ">reached", ">promoted", ">best", ">median");
        for (RungRow rung : status.rungs()) {
            table.row(
                    rung.rung(),
                    rung.epochs(),
                    TextFormat.count(rung.reached()),
                    TextFormat.count(rung.promoted()),
                    TextFormat.number(rung.best()),
                    TextFormat.number(rung.median()));
        }
        return table;
    }

    private Table slots() {
        Table table = Table.of(">slot", ">trial", "epoch", "host", "device", "since");
        for (SlotRow slot : status.slots()) {
            if (slot.trial().isEmpty()) {
                table.row(slot.slot(), TextFormat.NOTHING, "free", "", "", "");
                continue;
            }
            table.row(
                    slot.slot(),
                    slot.trial().getAsInt(),
                    slot.epoch().orElse(0) + " of " + slot.toEpoch().orElse(0),
                    slot.host().orElse(TextFormat.NOTHING),
                    slot.device().orElse("starting"),
                    slot.since().map(this::ago).orElse(TextFormat.NOTHING));
        }
        return table;
    }

    /** Returns the next step for the user; empty if there is none. */
    private Optional<String> hint() {
        String name = status.study().study();
        if (status.study().holder().isPresent()) {
            return isSilent()
                    ? Optional.of("If it is dead, run `sextant resume " + name + "` to take over.")
                    : Optional.empty();
        }
        return switch (status.study().state()) {
            case CREATED, RUNNING ->
                Optional.of("No coordinator runs this study. Run `sextant resume " + name + "` to resume it.");
            case PAUSED -> Optional.of("Run `sextant resume " + name + "` to resume it.");
            case COMPLETED -> Optional.of("Run `sextant best " + name + "` to show the best configuration.");
            case FAILED -> Optional.of("Run `sextant trials " + name + " --state failed` to show the errors.");
        };
    }
}
