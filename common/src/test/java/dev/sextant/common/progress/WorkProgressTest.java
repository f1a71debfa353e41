package dev.sextant.common.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkProgressTest {
    @Test
    void reportsToTheLatestListenerAlone() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        WorkProgress.report("reading", 0, 3);
        WorkProgress.reportTo((work, done, total) -> first.add(work + " " + done + "/" + total));
        WorkProgress.report("reading", 1, 3);
        WorkProgress.reportTo((work, done, total) -> second.add(work + " " + done + "/" + total));
        WorkProgress.report("reading", 2, 3);
        WorkProgress.reportToNobody();
        WorkProgress.report("reading", 3, 3);

        assertThat(first).containsExactly("reading 1/3");
        assertThat(second).containsExactly("reading 2/3");
    }
}
