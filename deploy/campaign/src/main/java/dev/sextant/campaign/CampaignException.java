package dev.sextant.campaign;

/** Something that Sextant promises did not hold, or the campaign could not go on. */
final class CampaignException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CampaignException(String message) {
        super(message);
    }
}
