using Clientele.WebTests.Browsing;

namespace Clientele.WebTests.Proofs;

public sealed class ChromiumTests
{
    [Theory]
    [InlineData("/opt/mine", "/opt/mine /usr/bin/chromium", "/opt/mine")]
    [InlineData(null, "/usr/bin/chromium /own/chrome", "/usr/bin/chromium")]
    [InlineData("", "/usr/bin/google-chrome /usr/bin/chromium-browser", "/usr/bin/chromium-browser")]
    [InlineData(null, "/own/chrome", "/own/chrome")]
    public void One_that_is_named_comes_before_an_installed_one_and_that_before_a_downloaded_one(string? named, string files, string expected) =>
        Choose(named, files).ShouldBe(expected);

    [Fact]
    public void Without_any_the_tests_say_what_to_install() =>
        Should.Throw<InvalidOperationException>(() => Choose(null, "")).Message.ShouldContain("apt-get install chromium");

    [Fact]
    public void One_that_is_named_and_missing_is_not_replaced_by_another() =>
        Should.Throw<InvalidOperationException>(() => Choose("/opt/mine", "/usr/bin/chromium")).Message.ShouldBe("CLIENTELE_CHROMIUM names /opt/mine, and there is no such file.");

    private static string Choose(string? named, string files) => Chromium.Choose(named, "/usr/local/bin:/usr/bin", "/own/chrome", file => files.Split(' ').Contains(file, StringComparer.Ordinal));
}
