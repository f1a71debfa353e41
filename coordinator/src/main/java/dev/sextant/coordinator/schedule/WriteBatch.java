package dev.sextant.coordinator.schedule;

import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.StudyTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the scheduler has decided and not yet written. A commit costs the disk's time whatever it holds, so what comes
 * together is written together; what follows from a row happens once the row stands. Used by the scheduler's thread alone.
 */
final class WriteBatch {
    private final StudyJournal journal;
    private final DatabaseRetry patience;
    private final List<Consumer<StudyTransaction>> rows = new ArrayList<>();
    private final List<Runnable> consequences = new ArrayList<>();

    WriteBatch(StudyJournal journal, DatabaseRetry patience) {
        this.journal = journal;
        this.patience = patience;
    }

    /** @param row may be called more than once, when the database goes and comes back */
    void add(Consumer<StudyTransaction> row) {
        rows.add(row);
    }

    /** Something to be done when all that was added is written; in order. */
    void then(Runnable consequence) {
        consequences.add(consequence);
    }

    /** Writes what was added, in one transaction, then does what follows from it. */
    void commit() throws InterruptedException {
        if (!rows.isEmpty()) {
            patience.run(() -> journal.useTransaction(tx -> rows.forEach(row -> row.accept(tx))));
            rows.clear();
        }
        List<Runnable> due = List.copyOf(consequences);
        consequences.clear();
        due.forEach(Runnable::run);
    }
}
