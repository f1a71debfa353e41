package dev.sextant.sql;

import dev.sextant.common.study.StudySpec;
import java.util.Optional;

/** Finds, creates, locks and deletes studies. */
public final class Studies {
    Studies() {}

    public Optional<StudyRow> find(String name) {
        throw new UnsupportedOperationException();
    }

    /** Inserts the study if no study has its name; answers the row that has it now, whoever made it. */
    public StudyRow createIfAbsent(StudySpec spec) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes the study's lock.
     *
     * @param holder who we are, for people: user@host, process, Spark application
     * @throws StudyLockedException when another coordinator holds it
     */
    public StudyJournal lock(StudyRow study, String holder, String applicationId) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks the coordinator that runs the study to pause it.
     *
     * @return whether a coordinator holds the study's lock
     */
    public boolean requestStop(String name) {
        throw new UnsupportedOperationException();
    }

    /** Deletes the study and all its rows. @throws StudyLockedException while a coordinator works on it */
    public void delete(StudyRow study) {
        throw new UnsupportedOperationException();
    }
}
