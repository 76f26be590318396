using Clientele.Runs.Incoming;

namespace Clientele.Unit.Runs.Incoming;

public sealed class UploadBlocksTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(1, 8 * Mebibyte, 1)]
    [InlineData(8 * Mebibyte, 8 * Mebibyte, 1)]
    [InlineData((8 * Mebibyte) + 1, 8 * Mebibyte, 2)]
    [InlineData(50_000 * 8 * Mebibyte, 8 * Mebibyte, 50_000)]
    [InlineData((50_000 * 8 * Mebibyte) + 1, 9 * Mebibyte, 44_445)]
    [InlineData(UploadBlocks.MostBytes, 100 * Mebibyte, 49_808)]
    public void A_file_is_cut_into_blocks_that_the_service_takes(long length, long block, int count)
    {
        UploadBlocks blocks = UploadBlocks.Of(length);

        blocks.ShouldBe(new UploadBlocks(length, block, count));
        (((count - 1) * block) + blocks.BytesOf(count - 1)).ShouldBe(length);
        blocks.BytesOf(count - 1).ShouldBeInRange(1, block);
    }

    [Theory]
    [InlineData(0, UploadRefusal.Empty)]
    [InlineData(-1, UploadRefusal.Empty)]
    [InlineData(UploadBlocks.MostBytes + 1, UploadRefusal.TooLarge)]
    [InlineData(long.MaxValue, UploadRefusal.TooLarge)]
    public void Nothing_and_too_much_are_refused(long length, UploadRefusal reason) =>
        Should.Throw<UploadRefusedException>(() => UploadBlocks.Of(length)).Reason.ShouldBe(reason);

    [Fact]
    public void Names_of_blocks_have_one_length()
    {
        UploadBlocks.Name(0).ShouldBe("000000");
        UploadBlocks.Name(49_999).ShouldBe("049999");
    }
}

public sealed class UploadFileNameTests
{
    [Theory]
    [InlineData("customers.csv", "customers.csv")]
    [InlineData("Clientes 2024 (mayo).CSV", "Clientes 2024 (mayo).csv")]
    [InlineData("export.txt", "export.txt.csv")]
    [InlineData("informação ñ 客.csv", "informação ñ 客.csv")]
    [InlineData("a/b?c#d%e\\f.csv", "a_b_c_d_e_f.csv")]
    [InlineData("..csv", "upload.csv")]
    [InlineData(" .hidden. .csv", "hidden.csv")]
    public void A_name_in_uploads_is_one_that_every_address_can_carry(string name, string safe) => UploadFileName.Safe(name).ShouldBe(safe);

    [Fact]
    public void A_long_name_is_cut() => UploadFileName.Safe(new string('x', 255)).Length.ShouldBeLessThanOrEqualTo(130);

    [Fact]
    public void Folders_that_a_browser_puts_in_front_are_left_out() => UploadFileName.Check(@"C:\fakepath\clientes.csv").ShouldBe("clientes.csv");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("folder/")]
    [InlineData("a\nb.csv")]
    public void A_name_that_is_none_is_refused(string? name) => Should.Throw<UploadRefusedException>(() => UploadFileName.Check(name)).Reason.ShouldBe(UploadRefusal.FileName);

    [Fact]
    public void A_name_survives_metadata_which_is_ascii()
    {
        string text = UploadFileName.ToMetadata("ventas ñ %20 客.csv");

        text.All(char.IsAscii).ShouldBeTrue();
        UploadFileName.FromMetadata(text).ShouldBe("ventas ñ %20 客.csv");
        UploadFileName.FromMetadata(new string('x', 8000)).Length.ShouldBe(UploadFileName.Longest);
        UploadFileName.FromMetadata(null).ShouldBe("upload.csv");
    }
}
