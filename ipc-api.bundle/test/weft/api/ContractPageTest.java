package weft.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ContractPageTest {
    /** With {@code WEFT_WRITE_DOCS} set, the page is written instead of compared. */
    @Test
    void the_reference_page_says_what_the_records_say() throws Exception {
        Path page = Path.of(System.getProperty("weft.root"), "docs", "contracts.md");
        if (System.getenv("WEFT_WRITE_DOCS") != null) Files.writeString(page, ContractPage.text());
        assertEquals(ContractPage.text(), Files.readString(page), "run WEFT_WRITE_DOCS=1 ./weft test to renew docs/contracts.md");
    }
}
