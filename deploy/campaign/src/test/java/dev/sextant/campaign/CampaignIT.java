package dev.sextant.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A campaign against the built distribution: 40 faults, or what {@code -Dseed}, {@code -Dfaults}, {@code -Donly} say. */
@EnabledOnOs(OS.LINUX)
class CampaignIT {
    private static final long FIRST_SEED = Long.getLong("seed", 1);
    private static final int FAULTS = Integer.getInteger("faults", 40);

    @Test
    void keepsEveryPromise() throws Exception {
        Path distribution = Path.of(System.getProperty("sextant.distribution"));
        Path folder = Path.of(
                System.getProperty("campaign.folder"),
                Long.toString(ProcessHandle.current().pid()));
        try (World world = new World(folder, distribution)) {
            Campaign campaign = new Campaign(world, System.getProperty("only", ""));
            List<Voyage.Result> results = campaign.run(FIRST_SEED, FAULTS);
            String report = campaign.report(results);
            System.out.println(report);
            assertThat(results).as(report).allMatch(result -> result.wrong().isEmpty());
            assertThat(Report.faults(results)).isGreaterThanOrEqualTo(FAULTS);
        }
    }
}
