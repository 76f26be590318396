using System.Text;
using Clientele.Models;

namespace Clientele.Tests.Models;

public class TrainedCustomersTests
{
    [Fact]
    public void Those_who_were_there_are_known_and_no_one_else()
    {
        TrainedCustomers trained = TrainedCustomers.Of("v1", Enumerable.Range(0, 1000).Select(i => $"C{i}"));
        TrainedCustomers read = TrainedCustomers.FromBase64("v1", trained.ToBase64());

        read.Count.ShouldBe(1000);
        Enumerable.Range(0, 1000).ShouldAllBe(i => read.Contains(Encoding.UTF8.GetBytes("C" + i)));
        Enumerable.Range(1000, 1000).ShouldAllBe(i => !read.Contains(Encoding.UTF8.GetBytes("C" + i)));
        TrainedCustomers.Of("v1", []).Contains("C1"u8).ShouldBeFalse();
    }

    [Fact]
    public void The_same_customers_look_different_in_another_version_and_the_same_in_any_order()
    {
        string first = TrainedCustomers.Of("v1", ["a", "b"]).ToBase64();

        TrainedCustomers.Of("v2", ["a", "b"]).ToBase64().ShouldNotBe(first);
        TrainedCustomers.Of("v1", ["b", "a", "b"]).ToBase64().ShouldBe(first);
        Convert.FromBase64String(first).Length.ShouldBe(16);
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    [InlineData("AAAAAAAAAAIAAAAAAAAAAQ==")]
    public void What_is_not_a_list_of_hashes_is_refused(string text) =>
        Should.Throw<FormatException>(() => TrainedCustomers.FromBase64("v1", text));
}
