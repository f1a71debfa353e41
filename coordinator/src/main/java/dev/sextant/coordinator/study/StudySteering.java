package dev.sextant.coordinator.study;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.studyfile.GivenConfiguration;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.Request;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySummary;
import dev.sextant.sql.row.TrialSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Steers a study: checks what a person asks for, and passes it to the coordinator as a row. Thread-safe.
 *
 * @param requester who asks, for people: user@host
 */
public record StudySteering(Database database, StudyRow study, String requester) {
    private static final int LONGEST_NOTE = 4_000;
    private static final Pattern TAG = Pattern.compile("[^\\s,]{1,40}");

    /**
     * Asks for the end of a trial. Its coordinator carries that out within seconds, or the next one when the study is resumed.
     *
     * @param number number of the trial
     * @return whether a coordinator runs the study
     * @throws StudyException if there is no such trial, or it has ended
     */
    public boolean stopTrial(int number) {
        TrialState state = trial(number).state();
        if (state.isFinished()) {
            throw new StudyException("Trial " + number + " of " + name() + " cannot be stopped: it is "
                    + state.name().toLowerCase(Locale.ROOT));
        }
        return database.requests().stopTrial(study, number, requester);
    }

    /**
     * Asks for a trial with a configuration. Its coordinator starts it when a slot is free, or the next one when the study is
     * resumed.
     *
     * @param given values as text, by parameter
     * @param from number of the trial that has the other values; empty for the first configuration of {@code start_with}
     * @return the configuration, and whether a coordinator runs the study
     * @throws IllegalArgumentException if a value does not fit; says what is allowed, in one line per problem
     * @throws StudyException if there is no such trial, or the study has the configuration or will have it
     */
    public Wish tryConfiguration(Map<String, String> given, Optional<Integer> from) {
        SearchSpace space = study.spec().space();
        Optional<Configuration> base = from.map(this::configuration)
                .or(() -> study.spec().startWith().stream().findFirst());
        Configuration configuration = GivenConfiguration.read(space, given, base);
        requireNew(configuration);
        return new Wish(configuration, database.requests().tryConfiguration(study, configuration, requester));
    }

    /**
     * Adds a note.
     *
     * @param trial number of the trial; empty for the study itself
     * @throws IllegalArgumentException if the text is blank or longer than 4,000 characters
     * @throws StudyException if there is no such trial
     */
    public void note(OptionalInt trial, String text) {
        if (text.isBlank() || text.length() > LONGEST_NOTE) {
            throw new IllegalArgumentException("A note has 1 to " + LONGEST_NOTE + " characters");
        }
        trial.ifPresent(this::trial);
        database.annotations().addNote(study, trial, text.strip(), requester);
    }

    /**
     * Adds and removes tags.
     *
     * @param trial number of the trial; empty for the study itself
     * @throws IllegalArgumentException if a tag is empty, has a space or a comma, or is longer than 40 characters
     * @throws StudyException if there is no such trial
     */
    public void tag(OptionalInt trial, List<String> added, List<String> removed) {
        for (String tag : added) {
            if (!TAG.matcher(tag).matches()) {
                throw new IllegalArgumentException(
                        "Not a tag: " + tag + ". A tag has 1 to 40 characters, without spaces and commas");
            }
        }
        trial.ifPresent(this::trial);
        database.annotations().removeTags(study, trial, removed);
        database.annotations().addTags(study, trial, added, requester);
    }

    /** Returns a sentence that says when the trial of a request starts. */
    public String startOf(Wish wish) {
        OptionalInt limit = study.spec().budget().trials();
        int trials = database.reader().study(name()).map(StudySummary::trials).orElse(0);
        if (limit.isPresent() && trials >= limit.getAsInt()) {
            return "It starts when the study is resumed with more than " + limit.getAsInt()
                    + " trials in its budget, which are used up.";
        }
        return wish.running()
                ? "It starts when a slot is free."
                : name() + " is not running: the trial starts when it is resumed.";
    }

    private Configuration configuration(int trial) {
        // As JSON, because a number of the row is typed by its text, not by its parameter.
        String params = SpecJson.write(Configuration.of(trial(trial).params()));
        return SpecJson.readConfiguration(params, study.spec().space());
    }

    /**
     * A configuration that a person asked to try.
     *
     * @param running whether a coordinator runs the study
     */
    public record Wish(Configuration configuration, boolean running) {}

    private void requireNew(Configuration configuration) {
        database.requests().trialWith(study, configuration).ifPresent(number -> {
            throw new StudyException("Trial " + number + " of " + name() + " has this configuration");
        });
        int position = study.spec().startWith().indexOf(configuration);
        if (position >= 0) {
            throw new StudyException(
                    "Configuration " + (position + 1) + " of start_with is this one: " + name() + " starts it anyway");
        }
        database.requests().open(study).forEach(request -> {
            if (request instanceof Request.TryConfiguration wish
                    && wish.configuration().equals(configuration)) {
                throw new StudyException(wish.requester() + " has asked to try this configuration already");
            }
        });
    }

    private TrialSummary trial(int number) {
        return database.reader()
                .trial(name(), number)
                .orElseThrow(() -> unknownTrial(number))
                .trial();
    }

    private StudyException unknownTrial(int number) {
        int trials = database.reader().study(name()).map(StudySummary::trials).orElse(0);
        return new StudyException("There is no trial " + number + " in " + name() + ": it has "
                + (trials == 0 ? "no trials yet" : "trials 1 to " + trials));
    }

    private String name() {
        return study.spec().name();
    }
}
