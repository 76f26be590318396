using Clientele.Models;

namespace Clientele.Unit.Models;

public sealed class SipHashTests
{
    /// <summary>Key 00…0f and inputs 00, 00 01, 00 01 02…: from the paper (length 15) and the authors' list of test vectors.</summary>
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void Agrees_with_its_authors(int length, ulong expected)
        => SipHash.Hash(0x0706050403020100, 0x0f0e0d0c0b0a0908, Enumerable.Range(0, length).Select(i => (byte)i).ToArray()).ShouldBe(expected);
}
