package dev.sextant.coordinator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.Patience;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ParameterImportance;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.row.DecisionRow;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.Measurement;
import dev.sextant.sql.row.Note;
import dev.sextant.sql.row.RunSummary;
import dev.sextant.sql.row.RungRow;
import dev.sextant.sql.row.SlotRow;
import dev.sextant.sql.row.StuckRun;
import dev.sextant.sql.row.StudyStatus;
import dev.sextant.sql.row.StudySummary;
import dev.sextant.sql.row.TrialSummary;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows as JSON objects, for {@code --json} and {@code export}. The keys are the columns of the views, and as stable. */
public final class StudyJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StudyJson() {}

    /** Returns the JSON object of a study. */
    public static Map<String, Object> study(StudySummary study) {
        return Json.object(
                "study", study.study(),
                "state", study.state(),
                "algorithm", study.algorithm(),
                "metric", study.metric(),
                "goal", study.goal().word(),
                "trials", study.trials(),
                "running", study.running(),
                "best_value", study.bestValue(),
                "best_trial", study.bestTrial(),
                "epochs", study.epochs(),
                "device_seconds", study.deviceSeconds(),
                "shared_seconds", study.sharedSeconds(),
                "wall_seconds", study.wallSeconds(),
                "created_at", study.createdAt(),
                "updated_at", study.updatedAt(),
                "holder", study.holder(),
                "holder_since", study.holderSince(),
                "beat_at", study.beatAt(),
                "tags", study.tags(),
                "notes", study.notes());
    }

    private static Map<String, Object> patience(Patience patience) {
        return Json.object(
                "trials", patience.trials(),
                "epochs", patience.epochs(),
                "min_delta", patience.minDelta().isPresent() ? patience.minDelta() : "noise");
    }

    /** Returns the JSON object of a study's status: that of the study, and its budget, rungs and slots. */
    public static Map<String, Object> status(StudyStatus status) {
        Budget budget = status.spec().budget();
        Map<String, Object> json = study(status.study());
        json.put("best", status.best().map(StudyJson::leader));
        Map<String, Integer> byState = new LinkedHashMap<>();
        for (TrialState state : TrialState.values()) {
            byState.put(state.name(), status.trials().getOrDefault(state, 0));
        }
        json.put("trials_by_state", byState);
        json.put(
                "budget",
                Json.object(
                        "trials", budget.trials(),
                        "epochs", budget.epochs(),
                        "device_hours", budget.deviceHours(),
                        "wall_seconds", budget.wallClock(),
                        "target", budget.target(),
                        "patience", budget.patience().map(StudyJson::patience)));
        json.put("saved_by_stopping", status.savedByStopping());
        json.put("per_point_of_improvement", status.perPointOfImprovement());
        json.put("rungs", status.rungs().stream().map(StudyJson::rung).toList());
        json.put("slots", status.slots().stream().map(StudyJson::slot).toList());
        json.put(
                "stuck_runs",
                status.stuckRuns().stream().map(StudyJson::stuckRun).toList());
        json.put(
                "stop_request",
                status.stopRequest().map(request -> Json.object("at", request.at(), "requester", request.requester())));
        return json;
    }

    /** Returns the JSON object of a search space: the keys of each parameter in its stored form, by name. */
    public static Map<?, ?> space(StudySpec spec) {
        try {
            return (Map<?, ?>) MAPPER.readValue(SpecJson.write(spec), Map.class).get("parameters");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the JSON object of the importance of a study's parameters. */
    public static Map<String, Object> importance(String study, ParameterImportance importance) {
        return Json.object(
                "study",
                study,
                "trials",
                importance.trials(),
                "unexplained",
                importance.unexplained(),
                "parameters",
                importance.shares().stream()
                        .map(share -> Json.object(
                                "parameter", share.parameter(),
                                "alone", share.alone(),
                                "with_others", share.withOthers(),
                                "best", share.best(),
                                "good", share.good()))
                        .toList());
    }

    /** Returns the JSON object of a trial. */
    public static Map<String, Object> trial(TrialSummary trial) {
        return Json.object(
                "trial", trial.trial(),
                "state", trial.state(),
                "failure", trial.failure(),
                "value", trial.value(),
                "feasible_value", trial.feasibleValue(),
                "best_epoch", trial.bestEpoch(),
                "epoch", trial.epoch(),
                "target_epoch", trial.targetEpoch(),
                "rung", trial.rung(),
                "params", trial.params(),
                "error", trial.error(),
                "device_seconds", trial.deviceSeconds(),
                "proposed_by", trial.proposedBy(),
                "seed", trial.seed(),
                "created_at", trial.createdAt(),
                "ended_at", trial.endedAt(),
                "tags", trial.tags(),
                "notes", trial.notes());
    }

    /** Returns the JSON object of a note. */
    public static Map<String, Object> note(Note note) {
        return Json.object(
                "note", note.number(),
                "trial", note.trial(),
                "text", note.text(),
                "author", note.author(),
                "at", note.at());
    }

    /** Returns the JSON object of a row of the leaderboard. */
    public static Map<String, Object> leader(LeaderboardRow row) {
        return Json.object(
                "rank", row.rank(),
                "trial", row.trial(),
                "state", row.state(),
                "value", row.value(),
                "epoch", row.epoch(),
                "params", row.params());
    }

    /** Returns the JSON object of a run. */
    public static Map<String, Object> run(RunSummary run) {
        return Json.object(
                "trial", run.trial(),
                "run", run.run(),
                "attempt", run.attempt(),
                "from_epoch", run.fromEpoch(),
                "to_epoch", run.toEpoch(),
                "state", run.state(),
                "host", run.host(),
                "device", run.device(),
                "helpers", run.helpers(),
                "started_at", run.startedAt(),
                "ended_at", run.endedAt(),
                "device_seconds", run.deviceSeconds(),
                "shared_seconds", run.sharedSeconds(),
                "outcome", run.outcome());
    }

    /** Returns the JSON object of a measurement. */
    public static Map<String, Object> measurement(Measurement measurement) {
        return Json.object(
                "trial", measurement.trial(),
                "epoch", measurement.epoch(),
                "metric", measurement.metric(),
                "value", measurement.value(),
                "seconds", measurement.seconds(),
                "run", measurement.run(),
                "attempt", measurement.attempt(),
                "at", measurement.at());
    }

    /** Returns the JSON object of a decision. */
    public static Map<String, Object> decision(DecisionRow decision) {
        return Json.object(
                "decision", decision.decision(),
                "trial", decision.trial(),
                "at", decision.at(),
                "kind", decision.kind(),
                "proposed_by", decision.by(),
                "reason", decision.reason(),
                "from_state", decision.fromState(),
                "to_state", decision.toState(),
                "details", details(decision));
    }

    /** Returns the details of a decision, by name. */
    public static Map<?, ?> details(DecisionRow decision) {
        try {
            return MAPPER.readValue(decision.details(), Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "The details of decision " + decision.decision() + " are not a JSON object: " + decision.details(),
                    e);
        }
    }

    /** Returns the JSON object of a checkpoint. */
    public static Map<String, Object> checkpoint(Checkpoint checkpoint) {
        return Json.object(
                "epoch", checkpoint.epoch(),
                "uri", checkpoint.uri(),
                "sha256", checkpoint.sha256(),
                "bytes", checkpoint.bytes());
    }

    /** Returns the JSON object of a rung. */
    public static Map<String, Object> rung(RungRow rung) {
        return Json.object(
                "rung", rung.rung(),
                "epochs", rung.epochs(),
                "reached", rung.reached(),
                "promoted", rung.promoted(),
                "best", rung.best(),
                "median", rung.median());
    }

    /** Returns the JSON object of a slot. */
    public static Map<String, Object> slot(SlotRow slot) {
        return Json.object(
                "slot", slot.slot(),
                "host", slot.host(),
                "device", slot.device(),
                "trial", slot.trial(),
                "epoch", slot.epoch(),
                "to_epoch", slot.toEpoch(),
                "since", slot.since());
    }

    /** Returns the JSON object of a stuck run. */
    public static Map<String, Object> stuckRun(StuckRun run) {
        return Json.object(
                "trial", run.trial(), "run", run.run(), "host", run.host(), "since", run.since(), "why", run.why());
    }
}
