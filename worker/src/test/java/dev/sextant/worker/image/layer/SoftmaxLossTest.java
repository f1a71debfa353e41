package dev.sextant.worker.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoftmaxLossTest {
    private static final float[] TARGETS = {9, 9, 9, 0.2f, 0.5f, 0.3f, 0.5f, 0.5f, 0};

    @Test
    void anImageIsAHitIfItsLargestOutputIsAtItsLargestTarget() {
        assertThat(SoftmaxLoss.isHit(new float[] {-3, -1, -2}, TARGETS, 3)).isTrue();
        assertThat(SoftmaxLoss.isHit(new float[] {-1, -2, -3}, TARGETS, 3)).isFalse();
    }

    @Test
    void ofEqualValuesTheFirstCounts() {
        assertThat(SoftmaxLoss.isHit(new float[] {0.1f, 0.7f, 0.2f}, TARGETS, 6))
                .isFalse();
        assertThat(SoftmaxLoss.isHit(new float[] {0.4f, 0.4f, 0.2f}, TARGETS, 6))
                .isTrue();
        assertThat(SoftmaxLoss.isHit(new float[] {0.1f, 0.45f, 0.45f}, TARGETS, 3))
                .isTrue();
    }
}
